// The map by MapLibre: land, borders and names from our own server, and the places of incidents as exactly as told.

const KM_OF_A_DEGREE = 111.195;
const LOOKS = ["asserted", "disputed", "denied"];
const LETTERS = "Noto Naskh Arabic";
const MOST_ZOOM = 14;
const EMPTY = { type: "FeatureCollection", features: [] };

export async function drawMap(screen, { box, incidents, onMove, onSpot }) {
  const told = screen.dataset;
  const library = await import(told.library);
  await loaded(told.topology);
  const [world, divisions, names] = await Promise.all(
    [told.world, told.boundaries, told.towns].map(async (address) => (await fetch(address)).json()),
  );
  const holder = screen.querySelector("#map-drawn");
  holder.hidden = false;
  const outlines = outlinesOf(world, divisions);
  const map = new library.Map({
    container: holder,
    style: styleOf(told, colours(screen), world, divisions, names),
    bounds: boundsOf(box, incidents),
    fitBoundsOptions: fitting(box),
    attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, maxZoom: MOST_ZOOM, minZoom: 1,
    locale: {
      "Map.Title": told.map, "NavigationControl.ZoomIn": told.closer, "NavigationControl.ZoomOut": told.wider,
      "ScaleControl.Meters": told.metres, "ScaleControl.Kilometers": told.kilometres,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const [start, end] = told.direction === "rtl" ? ["right", "left"] : ["left", "right"];
  map.addControl(new library.NavigationControl({ showCompass: false }), `top-${end}`);
  map.addControl(new library.ScaleControl({ unit: "metric" }), `bottom-${start}`);
  map.addControl(new library.AttributionControl({ compact: false, customAttribution: told.credit }), `bottom-${end}`);
  await new Promise((done) => map.once("style.load", done));
  let shown = incidents;
  const dress = () => {
    addPictures(map, colours(screen));
    addIncidents(map, colours(screen));
    show(map, shown, outlines);
  };
  dress();
  let stood = placeOf(map);
  let led = false; // moved by the page itself
  map.on("moveend", () => {
    const stands = placeOf(map);
    if (stands !== stood && !led) onMove(boxOf(map)); // a window that is made wider or narrower is no move
    stood = stands;
  });
  listen(map, onSpot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    map.setStyle(styleOf(told, colours(screen), world, divisions, names), { diff: false });
    map.once("style.load", dress);
  });
  screen.riwayaMap = map;
  return {
    show(incidents) {
      shown = incidents;
      show(map, incidents, outlines);
    },
    point: (spot) => map.getLayer("pointed") && map.setFilter("pointed", ["==", ["get", "spot"], spot ?? ""]),
    box: () => boxOf(map),
    look(box) {
      led = true;
      map.fitBounds(boundsOf(box, shown), { ...fitting(box), animate: false });
      led = false;
    },
    isWhole: () => shown.features.every((feature) => feature.properties.kind !== "cell"),
  };
}

function loaded(address) {
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });
}

function colours(screen) {
  const style = getComputedStyle(screen);
  const names = ["asserted", "disputed", "denied", "reviewed", "sea", "land", "border", "division", "town", "sheet", "ink"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

// ----------------------------------------------------------------------------------------------------------- the base

function styleOf(told, colour, world, divisions, names) {
  const { feature, mesh } = globalThis.topojson;
  const font = [told.direction === "rtl" ? LETTERS : "sans-serif"];
  const text = (size, shade, more = {}) => ({
    layout: { "text-field": ["get", "name"], "text-font": font, "text-size": size, "text-max-width": 8, ...more },
    paint: { "text-color": shade, "text-halo-color": colour.land, "text-halo-width": 1.4 },
  });
  const named = (kind) => ["all", ["==", ["get", "kind"], kind], ["<=", ["get", "zoom"], ["zoom"]]];
  return {
    version: 8,
    "font-faces": { [LETTERS]: new URL(told.letters, location.href).href },
    sources: {
      land: { type: "geojson", data: feature(world, world.objects.countries) },
      borders: { type: "geojson", data: mesh(world, world.objects.countries, (a, b) => a !== b) },
      divisions: { type: "geojson", data: mesh(divisions, divisions.objects.regions, (a, b) => a !== b) },
      names: { type: "geojson", data: collected(names.map(nameOf)) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land, "fill-outline-color": colour.border } },
      { id: "divisions", type: "line", source: "divisions", minzoom: 4, paint: { "line-color": colour.division, "line-width": 0.8 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colour.border, "line-width": 1 } },
      { id: "countries", type: "symbol", source: "names", filter: named("country"), maxzoom: 8, ...text(14, colour.town) },
      { id: "regions", type: "symbol", source: "names", filter: named("region"), minzoom: 6, maxzoom: 9, ...text(12, colour.border) },
      { id: "towns", type: "symbol", source: "names", filter: named("town"), ...text(12, colour.town, { "text-anchor": "top", "text-offset": [0, 0.55] }) },
    ],
  };
}

function nameOf([name, lon, lat, zoom, kind]) {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { name, zoom, kind } };
}
const collected = (features) => ({ type: "FeatureCollection", features });

function outlinesOf(world, divisions) {
  const { feature } = globalThis.topojson;
  const found = new Map();
  for (const each of feature(world, world.objects.countries).features) if (each.id) found.set(each.id, [each.geometry]);
  for (const each of feature(divisions, divisions.objects.regions).features) {
    found.set(each.id, [...(found.get(each.id) ?? []), each.geometry]);
  }
  return found;
}

// ------------------------------------------------------------------------------------------------------ the incidents

function addPictures(map, colour) {
  for (const look of LOOKS) {
    map.addImage(`hatch-${look}`, hatch(look, colour[look]), { pixelRatio: 2 });
    map.addImage(`glyph-${look}`, glyph(look, colour[look], colour.sheet), { pixelRatio: 2 });
  }
  map.addImage("glyph-reviewed", glyph("reviewed", colour.reviewed, colour.sheet), { pixelRatio: 2 });
}

function picture(size, draw) {
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  draw(pen);
  return pen.getImageData(0, 0, size, size);
}

function hatch(look, colour) {
  return picture(16, (pen) => {
    Object.assign(pen, { strokeStyle: colour, lineWidth: 2.2, lineCap: "square" });
    const lines = {
      asserted: [[-4, 20, 20, -4], [-12, 12, 12, -12], [4, 28, 28, 4]],
      disputed: [[-4, 20, 20, -4], [-4, -4, 20, 20]],
      denied: [[0, 8, 7, 8]],
    }[look];
    for (const [x, y, u, v] of lines) stroke(pen, [[x, y], [u, v]]);
  });
}

function glyph(look, colour, paper) {
  return picture(look === "reviewed" ? 60 : 44, (pen) => {
    const middle = pen.canvas.width / 2;
    pen.translate(middle, middle);
    Object.assign(pen, { fillStyle: colour, strokeStyle: colour, lineWidth: 5, lineCap: "round" });
    const disc = (radius) => (pen.beginPath(), pen.arc(0, 0, radius, 0, 7));
    if (look === "asserted") {
      disc(13), pen.fill();
      Object.assign(pen, { strokeStyle: paper, lineWidth: 3 }), pen.stroke();
    } else if (look === "disputed") {
      stroke(pen, [[0, -17], [17, 0], [0, 17], [-17, 0]], { closed: true, fill: paper });
      stroke(pen, [[0, -17], [17, 0], [0, 17]], { closed: true, fill: colour });
    } else if (look === "denied") {
      disc(15), (pen.fillStyle = paper), pen.fill(), pen.stroke();
      stroke(pen, [[-10, 10], [10, -10]]);
    } else {
      disc(24), pen.setLineDash([7, 5]), (pen.lineWidth = 4), pen.stroke();
    }
  });
}

function stroke(pen, points, { closed = false, fill = null } = {}) {
  pen.beginPath();
  points.forEach(([x, y], number) => (number ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  if (closed) pen.closePath();
  if (fill) (pen.fillStyle = fill), pen.fill();
  pen.stroke();
}

function addIncidents(map, colour) {
  for (const name of ["areas", "reaches", "spots"]) map.addSource(name, { type: "geojson", data: EMPTY });
  const look = ["get", "look"];
  const shade = ["match", look, "denied", colour.denied, "disputed", colour.disputed, colour.asserted];
  const kind = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]];
  map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-pattern": ["concat", "hatch-", look], "fill-opacity": 0.75 } }, "countries");
  const dashes = { asserted: [1], disputed: [5, 2], denied: [1, 2] };
  for (const each of LOOKS) {
    const line = { "line-color": colour[each], "line-width": 1.6, ...(each === "asserted" ? {} : { "line-dasharray": dashes[each] }) };
    map.addLayer({ id: `area-lines-${each}`, type: "line", source: "areas", filter: ["==", look, each], paint: line }, "countries");
    map.addLayer({ id: `reach-lines-${each}`, type: "line", source: "reaches", filter: ["==", look, each], paint: line }, "countries");
  }
  map.addLayer({ id: "reaches", type: "fill", source: "reaches", paint: { "fill-color": shade, "fill-opacity": 0.15 } }, "countries");
  map.addLayer({
    id: "cells", type: "circle", source: "spots", filter: kind("cell"),
    paint: { "circle-radius": ["min", 30, ["+", 12, ["sqrt", ["get", "incidents"]]]], "circle-color": colour.sheet, "circle-opacity": 0.92, "circle-stroke-color": shade, "circle-stroke-width": 3 },
  });
  map.addLayer({
    id: "pointed", type: "circle", source: "spots", filter: ["==", ["get", "spot"], ""],
    paint: { "circle-radius": 17, "circle-color": colour.ink, "circle-opacity": 0.18, "circle-stroke-color": colour.ink, "circle-stroke-width": 2 },
  });
  const still = { "icon-allow-overlap": true, "icon-ignore-placement": true };
  map.addLayer({ id: "reviewed", type: "symbol", source: "spots", filter: ["all", kind("point", "circle"), [">", ["get", "reviewed"], 0]], layout: { "icon-image": "glyph-reviewed", ...still } });
  map.addLayer({ id: "spots", type: "symbol", source: "spots", filter: kind("point", "circle"), layout: { "icon-image": ["concat", "glyph-", look], ...still } });
  const number = { "text-field": ["to-string", ["get", "incidents"]], "text-font": ["sans-serif"], "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true };
  const ink = { "text-color": colour.ink, "text-halo-color": colour.sheet, "text-halo-width": 2 };
  map.addLayer({ id: "cell-numbers", type: "symbol", source: "spots", filter: kind("cell"), layout: number, paint: ink });
  map.addLayer({ id: "numbers", type: "symbol", source: "spots", filter: ["all", kind("point", "circle"), [">", ["get", "incidents"], 1]], layout: { ...number, "text-offset": [1, -0.7] }, paint: ink });
}

function show(map, incidents, outlines) {
  const areas = [];
  const reaches = [];
  const spots = [];
  for (const feature of incidents.features) {
    const properties = { ...feature.properties, spot: feature.id };
    if (properties.kind === "area") {
      const shapes = outlines.get(properties.boundary) ?? [circle(feature)];
      areas.push(...shapes.map((geometry) => ({ type: "Feature", geometry, properties })));
      continue; // nothing tells where in an area it was, so nothing stands at its middle
    }
    spots.push({ ...feature, properties });
    if (properties.kind === "circle") reaches.push({ type: "Feature", geometry: circle(feature), properties });
  }
  map.getSource("areas").setData(collected(areas));
  map.getSource("reaches").setData(collected(reaches));
  map.getSource("spots").setData(collected(spots));
}

// A circle on the ground, of its radius in kilometres: as wide as it is, however near one looks.
function circle({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const high = (properties.radius_km ?? 1) / KM_OF_A_DEGREE;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: 73 }, (_, step) => {
    const angle = (step / 72) * 2 * Math.PI;
    return [lon + wide * Math.cos(angle), lat + high * Math.sin(angle)];
  });
  return { type: "Polygon", coordinates: [ring] };
}

// ------------------------------------------------------------------------------------------------------------- moving

function listen(map, onSpot) {
  const layers = ["spots", "cells", "reaches", "areas"];
  const under = (event) => map.queryRenderedFeatures(event.point, { layers: layers.filter((id) => map.getLayer(id)) });
  map.on("mousemove", (event) => (map.getCanvas().style.cursor = under(event).length ? "pointer" : ""));
  map.on("click", (event) => {
    const found = under(event);
    const first = layers.map((layer) => found.find((feature) => feature.layer.id === layer)).find(Boolean);
    if (!first) return;
    if (first.properties.kind !== "cell") return onSpot(first.properties.spot, first.properties.incidents);
    map.easeTo({ center: first.geometry.coordinates, zoom: map.getZoom() + 2 });
  });
}

// A part of the world that is asked for is shown as it is; around incidents some room is left.
const fitting = (box) => (box ? { padding: 0, maxZoom: MOST_ZOOM } : { padding: 40, maxZoom: 9 });

function boundsOf(box, incidents) {
  if (box) {
    const [west, south, east, north] = box.split(",").map(Number);
    return [[west, south], [east, north]];
  }
  const points = incidents.features.map((feature) => feature.geometry.coordinates);
  if (!points.length) return [[24, 11], [62, 40]];
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [[Math.min(...lons) - 0.3, Math.min(...lats) - 0.3], [Math.max(...lons) + 0.3, Math.max(...lats) + 0.3]];
}

const placeOf = (map) => [map.getCenter().lng, map.getCenter().lat, map.getZoom()].join();

function boxOf(map) {
  const bounds = map.getBounds();
  const sides = [Math.max(bounds.getWest(), -180), Math.max(bounds.getSouth(), -85), Math.min(bounds.getEast(), 180), Math.min(bounds.getNorth(), 85)];
  return sides.map((side) => side.toFixed(3)).join(",");
}
