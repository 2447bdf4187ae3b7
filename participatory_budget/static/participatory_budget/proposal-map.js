// Maps of proposals, drawn by Leaflet: <div class="proposal-map" dir="ltr" data-map="{…}" hidden></div>
// data-map: see participatory_budget/reports/map_data.py. With `pick` one point can be set: by a tap, by dragging, by the
// arrow keys; it stands in the form's fields `latitude` and `longitude`. Without tiles the districts are all that is drawn.
const L = window.L;
const DIGITS = 6;
const icon = () => L.divIcon({ className: "proposal-map-pin", iconSize: [44, 44], iconAnchor: [22, 36], popupAnchor: [0, -32] });

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

function draw(box) {
  const data = JSON.parse(box.dataset.map);
  const map = L.map(box, { attributionControl: Boolean(data.tiles), zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.25, maxZoom: 19 });
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
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

  const bounds = L.latLngBounds([]);
  for (const layer of districts.values()) bounds.extend(layer.getBounds());
  if (data.area.length === 4) bounds.extend([data.area[0], data.area[1]]).extend([data.area[2], data.area[3]]);
  for (const { lat, lng } of data.points) bounds.extend([lat, lng]);
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [8, 8] });
  else map.setView([0, 0], 1);

  for (const { lat, lng, title, url } of data.points) {
    const marker = L.marker([lat, lng], { icon: icon(), title, keyboard: Boolean(url) }).addTo(map);
    const element = marker.getElement();
    if (title) element.setAttribute("aria-label", title);
    // Without an address it is a picture of a place and no button.
    if (!url) { element.setAttribute("role", title ? "img" : "presentation"); continue; }
    // Text is put in as text: a title is what somebody typed.
    const link = Object.assign(document.createElement("a"), { href: url, textContent: title, dir: "auto" });
    marker.bindPopup(link);
  }
  if (data.pick) pick(box, map, data, districts);
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
    draw(box);
  }
}
