-- wrk's script: asks the addresses of a file in turn. Arguments: file, domain under which each
-- request has a host of its own (empty: all have the same), number to begin with, cookie or nothing.
-- A line of the file is an address, and after a tab the validator to ask with, if any.
local paths, etags, domain, distinct, n = {}, {}, "", false, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, etag = line:match("^([^\t]+)\t?(.*)$")
    paths[#paths + 1] = path
    etags[#paths] = etag
  end
  domain = args[2]
  distinct = domain ~= ""
  n = tonumber(args[3])
  if args[4] ~= nil and args[4] ~= "" then
    wrk.headers["Cookie"] = args[4]
  end
end

function request()
  n = n + 1
  local at = n % #paths + 1
  if distinct then
    wrk.headers["Host"] = "n" .. n .. domain
  end
  if etags[at] ~= "" then
    wrk.headers["If-None-Match"] = etags[at]
  end
  return wrk.format("GET", paths[at])
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
