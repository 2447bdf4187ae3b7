// Maps of places, drawn by Leaflet: <div class="proposal-map" dir="ltr" data-map="{…}" hidden></div>
// data-map: see participatory_budget/reports/map_data.py and hub/promises/reports/tracker_map.py, where a point's `mark` is
// the shape of its pin. With `pick` one point can be set: by a tap, by dragging, by the arrow keys; it stands in the
// form's fields `latitude` and `longitude`. Without tiles the districts are all that is drawn.
const L = window.L;
const DIGITS = 6;
const icon = (mark) => L.divIcon({ className: `proposal-map-pin${mark ? ` mark-${mark}` : ""}`, iconSize: [44, 44], iconAnchor: [22, 36], popupAnchor: [0, -32] });

// The same rule as engine/places.py: a line to the east crosses the outline an odd number of times.
const inRing = (ring, lat, lng) =>
  ring.reduce((within, [x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length];
    return y1 > lat !== y2 > lat && lng < x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1) ? !within : within;
  }, false);
const inside = ({ type, coordinates }, lat, lng) =>
  (type === "MultiPolygon" ? coordinates : [coordinates]).some(
    ([outer, ...holes]) => outer && inRing(outer, lat, lng) && !holes.some((hole) => inRing(hole, lat, lng)),
  );

// Pins nearer to each other than this many pixels are shown as one with a number.
const NEAR = 40;
// The empty edge of a pin's target; where in its district a name is tried, from the middle, as shares of the height.
const PIN_EDGE = 8;
const NAME_AT = [0, 0.3, -0.3];

function draw(box) {
  const data = JSON.parse(box.dataset.map);
  const small = box.classList.contains("proposal-map-small");
  const map = L.map(box, { attributionControl: Boolean(data.tiles), zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, maxZoom: 19 });
  const zoom = L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  // Before the pins in the order of the keyboard.
  box.prepend(zoom.getContainer().closest(".leaflet-control-container"));
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", data.label);
  if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);

  const districts = new Map();
  for (const { key, name, outline } of data.districts) {
    const layer = L.geoJSON(outline, { interactive: false, style: { className: "proposal-map-district", color: null, fillColor: null, weight: 1.5 } });
    layer.addTo(map);
    const label = Object.assign(document.createElement("span"), { textContent: name, dir: "auto" });
    layer.bindTooltip(label, { permanent: true, direction: "center", className: "proposal-map-name", interactive: false });
    districts.set(key, layer);
  }

  const bounds = home(data, districts, small);
  if (bounds.isValid()) map.fitBounds(bounds, { padding: small ? [8, 8] : [16, 16], maxZoom: 17 });
  else map.setView([0, 0], 1);

  // Beside the buttons, also on a narrow screen.
  const room = { maxWidth: Math.min(300, map.getSize().x - 150), autoPanPaddingTopLeft: [66, 8], autoPanPaddingBottomRight: [8, 8] };
  const links = data.points.filter(({ url }) => url);
  if (links.length) group(map, data, links, room);
  for (const { lat, lng, title, url } of data.points) {
    if (url) continue;
    // Without an address it is a picture of a place and no button.
    const element = L.marker([lat, lng], { icon: icon(), title, keyboard: false }).addTo(map).getElement();
    if (title) element.setAttribute("aria-label", title);
    element.setAttribute("role", title ? "img" : "presentation");
  }
  if (links.length) skip(box, data.words.skip);
  keyboard(map, data.words.close);
  if (data.pick) pick(box, map, data, districts);
  const fit = () => fitNames(map, districts);
  map.on("zoomend resize", fit);
  document.fonts?.ready.then(fit);
  fit();
}

// What is drawn fills the map: the named area counts only where nothing is drawn. A small map is about one place.
function home(data, districts, small) {
  const bounds = L.latLngBounds([]);
  const [first] = data.points;
  const around = small && first && data.districts.find(({ outline }) => inside(outline, first.lat, first.lng));
  if (around) return bounds.extend(districts.get(around.key).getBounds());
  for (const layer of districts.values()) bounds.extend(layer.getBounds());
  for (const { lat, lng } of data.points) bounds.extend([lat, lng]);
  if (data.area.length === 4 && (data.pick || !districts.size)) bounds.extend([data.area[0], data.area[1]]).extend([data.area[2], data.area[3]]);
  return bounds;
}

// A name is shown where its district has room for it beside the pins and the names shown before. The list has them all.
function fitNames(map, districts) {
  const taken = [...map.getPane("markerPane").children].map((pin) => {
    const { left, right, top, bottom } = pin.getBoundingClientRect();
    return { left: left + PIN_EDGE, right: right - PIN_EDGE, top: top + PIN_EDGE, bottom: bottom - PIN_EDGE };
  });
  for (const layer of districts.values()) {
    const name = layer.getTooltip();
    const element = name.getElement();
    if (!element) continue;
    const area = layer.getBounds();
    const [from, to] = [map.latLngToLayerPoint(area.getNorthWest()), map.latLngToLayerPoint(area.getSouthEast())];
    const { width } = element.getBoundingClientRect();
    const free = width <= to.x - from.x && NAME_AT.some((share) => {
      name.options.offset = L.point(0, (to.y - from.y) * share);
      name.update();
      const box = element.getBoundingClientRect();
      if (taken.some((one) => box.left < one.right && one.left < box.right && box.top < one.bottom && one.top < box.bottom)) return false;
      taken.push(box);
      return true;
    });
    element.classList.toggle("no-room", !free);
  }
}

// Grouped anew at each zoom. A group zooms in; where that parts nothing more, it lists what it holds.
function group(map, data, points, room) {
  const layer = L.layerGroup().addTo(map);
  const regroup = () => {
    const groups = [];
    for (const point of points) {
      const at = map.latLngToLayerPoint([point.lat, point.lng]);
      const near = groups.find((one) => one.at.distanceTo(at) < NEAR);
      if (near) near.points.push(point);
      else groups.push({ at, points: [point] });
    }
    const had = map.getPane("markerPane").contains(document.activeElement);
    layer.clearLayers();
    for (const { points: found } of groups) (found.length === 1 ? single : several)(map, layer, data, found, room);
    // The pin that had the focus is another one now.
    if (had) map.getContainer().focus({ preventScroll: true });
  };
  map.on("zoomend", regroup);
  regroup();
}

// Text is put in as text: a title is what somebody typed.
const link = ({ url, title }) => Object.assign(document.createElement("a"), { href: url, textContent: title, dir: "auto" });

function single(map, layer, data, [point], room) {
  const marker = L.marker([point.lat, point.lng], { icon: icon(point.mark), title: point.title }).bindPopup(link(point), room).addTo(layer);
  marker.getElement().setAttribute("aria-label", point.title);
}

function several(map, layer, data, found, room) {
  const bounds = L.latLngBounds(found.map(({ lat, lng }) => [lat, lng]));
  const number = document.createElement("span");
  number.textContent = String(found.length);
  const words = data.words.group.replace("{number}", number.textContent);
  const marker = L.marker(bounds.getCenter(), {
    icon: L.divIcon({ className: "proposal-map-group", html: number, iconSize: [44, 44] }), title: words,
  }).addTo(layer);
  marker.getElement().setAttribute("aria-label", words);
  const list = document.createElement("ul");
  list.append(...found.map((point) => { const item = document.createElement("li"); item.append(link(point)); return item; }));
  marker.bindPopup(list, room);
  marker.off("click keypress");
  const open = () => {
    const closer = map.getBoundsZoom(bounds, false, L.point(48, 48));
    if (map.getZoom() >= Math.min(17, closer)) { marker.openPopup(); return; }
    map.once("zoomend", () => {
      // The group is gone: on with the pin nearest to where it stood.
      const pins = [...map.getPane("markerPane").children];
      const middle = map.latLngToLayerPoint(bounds.getCenter());
      const distance = (pin) => L.DomUtil.getPosition(pin).distanceTo(middle);
      pins.sort((one, other) => distance(one) - distance(other))[0]?.focus({ preventScroll: true });
    });
    map.setView(bounds.getCenter(), Math.min(17, closer), { animate: false });
  };
  marker.on("click", open);
  marker.getElement().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    open();
  });
}

// Opened by keyboard or by a tap, a window takes the focus and gives it back.
function keyboard(map, close) {
  let from;
  map.on("popupopen", ({ popup }) => {
    const element = popup.getElement();
    element.setAttribute("role", "dialog");
    from = popup._source?.getElement();
    element.setAttribute("aria-label", from?.getAttribute("aria-label") ?? "");
    const button = element.querySelector(".leaflet-popup-close-button");
    button?.setAttribute("aria-label", close);
    if (button) button.title = close;
    element.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      map.closePopup();
    };
    element.querySelector(".leaflet-popup-content a")?.focus({ preventScroll: true });
  });
  map.on("popupclose", ({ popup }) => {
    const within = popup.getElement()?.contains(document.activeElement);
    if (within && from?.isConnected) from.focus({ preventScroll: true });
  });
}

function skip(box, words) {
  const end = Object.assign(document.createElement("span"), { tabIndex: -1, id: `${box.id || "map"}-end` });
  box.after(end);
  const over = Object.assign(document.createElement("a"), { href: `#${end.id}`, textContent: words, className: "proposal-map-skip" });
  box.before(over);
}

function pick(box, map, data, districts) {
  const form = box.closest("form");
  const { latitude, longitude } = form.elements;
  const part = () => form.elements.envelope;
  const chosen = () => part()?.value ?? "";
  const note = form.querySelector("[data-map-note]");
  const place = form.querySelector("[data-map-place]");
  const remove = form.querySelector("[data-map-remove]");
  form.querySelector("[data-map-buttons]").hidden = false;
  let marker, suggested = "";

  const choose = (key) => {
    const field = part();
    if (!field) return;
    field.value = key;
    const input = field instanceof RadioNodeList ? [...field].find((one) => one.value === key) : field;
    input?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = () => {
    for (const [key, layer] of districts) layer.eachLayer((shape) => shape.getElement()?.classList.toggle("chosen", key === chosen()));
  };
  const tell = (move) => {
    mark();
    if (!marker) { note.textContent = move ? data.words.removed : ""; return; }
    const { lat, lng } = marker.getLatLng();
    const found = data.districts.find(({ outline }) => inside(outline, lat, lng));
    if (move && found && (!chosen() || chosen() === suggested) && chosen() !== found.key) {
      choose((suggested = found.key));
      mark();
      note.textContent = data.words.chosen.replace("{district}", found.name);
      return;
    }
    const other = found && districts.has(chosen()) && chosen() !== found.key;
    const words = found ? (other ? data.words.differs : data.words.inside) : data.words.outside;
    note.textContent = words.replace("{district}", found?.name ?? "");
  };
  const keep = () => {
    const { lat, lng } = marker ? marker.getLatLng() : {};
    latitude.value = marker ? lat.toFixed(DIGITS) : "";
    longitude.value = marker ? lng.toFixed(DIGITS) : "";
    place.hidden = Boolean(marker);
    remove.hidden = !marker;
    tell(true);
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const shift = (event) => {
    const step = event.shiftKey ? 40 : 8;
    const by = { ArrowUp: [0, -step], ArrowDown: [0, step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    set(map.containerPointToLatLng(map.latLngToContainerPoint(marker.getLatLng()).add(by)));
    if (!map.getBounds().contains(marker.getLatLng())) map.panTo(marker.getLatLng());
  };
  const show = (at) => {
    if (marker) { marker.setLatLng(at); return; }
    marker = L.marker(at, { icon: icon(), draggable: true, autoPan: true }).addTo(map);
    const element = marker.getElement();
    element.setAttribute("aria-label", data.words.marker);
    element.addEventListener("keydown", shift);
    marker.on("dragend", keep);
  };
  const set = (at) => { show(at.wrap()); keep(); };

  map.on("click", ({ latlng }) => set(latlng));
  place.addEventListener("click", () => { set(map.getCenter()); marker.getElement().focus(); });
  remove.addEventListener("click", () => { marker?.remove(); marker = undefined; keep(); place.focus(); });
  form.addEventListener("change", ({ target }) => { if (target.name === "envelope") tell(false); });
  if (latitude.value && longitude.value) {
    show(L.latLng(Number(latitude.value), Number(longitude.value)));
    place.hidden = true;
    remove.hidden = false;
  }
  tell(false);
}

if (L) {
  for (const box of document.querySelectorAll("[data-map]")) {
    box.hidden = false;
    // What is folded away has no size yet.
    const folded = box.closest("details:not([open])");
    if (folded) folded.addEventListener("toggle", () => draw(box), { once: true });
    else draw(box);
  }
}
