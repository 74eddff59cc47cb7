/* The map of actors as one that zooms and moves. All that is on it is read from the picture that the
   page shows without this script; the library comes once somebody asks for it, or with map tiles. */
(() => {
  "use strict";
  const button = document.getElementById("map-moves");
  const frame = document.getElementById("map-frame");
  const picture = document.querySelector(".map-picture");
  if (!button || !frame || !picture) return;
  const given = frame.dataset;
  const [east, eastFrom, south, southFrom] = JSON.parse(given.projection);
  const overseas = JSON.parse(given.overseas);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let map = null;

  const onEarth = (x, y) => {
    const mercator = (south * y + southFrom) * Math.PI / 180;
    return [(2 * Math.atan(Math.exp(mercator)) - Math.PI / 2) * 180 / Math.PI, east * x + eastFrom];
  };

  const rings = (path) => path.split("z").filter(Boolean).map((ring) => {
    const numbers = ring.match(/-?\d+/g).map(Number);
    let [x, y] = numbers;
    const places = [onEarth(x, y)];
    for (let i = 2; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      places.push(onEarth(x, y));
    }
    return [places];
  });

  const asLink = (layer, link) => {
    const go = () => { location.href = link.href.baseVal; };
    const title = link.querySelector("title").textContent;
    const box = !given.tiles && link.querySelector("text");
    const said = box ? { permanent: true, direction: "center", className: "map-box" } : { sticky: true };
    layer.bindTooltip(box ? box.textContent : title, said).on("click", go).addTo(map);
    const shape = layer.getElement();
    shape.setAttribute("role", "link");
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("aria-label", title);
    shape.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  };

  const draw = () => {
    const L = window.L;
    map = L.map(frame, {
      zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25,
      zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm,
    });
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: given.in, zoomOutTitle: given.out }).addTo(map);
    if (given.tiles) {
      const whose = document.createElement("span");
      whose.textContent = given.attribution;
      L.tileLayer(given.tiles, { attribution: whose.innerHTML, maxZoom: 18 }).addTo(map);
    }
    const bounds = L.latLngBounds([]);
    const drawn = [...picture.querySelectorAll("a")].map((link) => {
      const step = link.getAttribute("class");
      const box = link.querySelector("text");
      const look = {
        className: `map-shape ${step}`, weight: 1, noClip: true,
        fillOpacity: !given.tiles ? 1 : step === "map-0" ? 0.2 : 0.75,
      };
      if (box && given.tiles) {
        return [L.circleMarker(overseas[box.textContent], { ...look, radius: 10 }), link];
      }
      const layer = L.polygon(rings(link.querySelector("path").getAttribute("d")), look);
      bounds.extend(layer.getBounds());
      return [layer, link];
    });
    map.fitBounds(bounds);
    drawn.forEach(([layer, link]) => asLink(layer, link));
  };

  const load = () => {
    const style = document.createElement("link");
    const script = document.createElement("script");
    style.rel = "stylesheet";
    style.href = given.style;
    script.src = given.script;
    const loaded = [style, script].map((each) => new Promise((done, failed) => {
      each.onload = done;
      each.onerror = failed;
      document.head.append(each);
    }));
    return Promise.all(loaded);
  };

  const show = async (moves) => {
    button.setAttribute("aria-pressed", String(moves));
    frame.hidden = !moves;
    picture.toggleAttribute("hidden", moves);
    if (!moves || map) return;
    try {
      if (!window.L) await load();
      draw();
    } catch {
      button.hidden = true;
      show(false);
    }
  };

  picture.after(frame);
  button.hidden = false;
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  if (given.tiles) show(true);
})();
