-- wrk's script: asks the addresses of a file in turn. Arguments: file, "distinct" or "same", number.
-- A line of the file is an address, and after a tab the validator to ask with, if any.
local paths, etags, distinct, n = {}, {}, false, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, etag = line:match("^([^\t]+)\t?(.*)$")
    paths[#paths + 1] = path
    etags[#paths] = etag
  end
  distinct = args[2] == "distinct"
  n = tonumber(args[3])
end

function request()
  n = n + 1
  local at = n % #paths + 1
  local path = paths[at]
  if distinct then
    path = path .. (path:find("?", 1, true) and "&" or "?") .. "n=" .. n
  end
  if etags[at] ~= "" then
    wrk.headers["If-None-Match"] = etags[at]
  end
  return wrk.format("GET", path)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\nfigures: {"p50": %f, "p95": %f, "p99": %f, "count": %d, "seconds": %f, "errors": %d}\n',
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
