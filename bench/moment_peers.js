// Asks one of two JavaScript readers of dates the cases on standard input, a JSON line each, and answers a line each.
// node moment_peers.js chrono|recognizers, with NODE_PATH at the folder in which they are installed; TZ=UTC.
"use strict";
const readline = require("readline");

const CULTURES = { nl: "nl-nl", en: "en-us", de: "de-de", fr: "fr-fr", es: "es-es" };
const REPEATS = 3;
const DAY = 24 * 3600 * 1000;
const plain = (date) => date.toISOString().slice(0, 19);
const after = (text) => plain(new Date(new Date(text + "Z").getTime() + DAY));

function chrono() {
  const library = require("chrono-node");
  const end = (part) => (part ? plain(part.date()) : null);
  return (line) => {
    const reader = library[line.language];
    if (!reader) return null;
    const found = reader.parse(line.text, new Date(line.at + "Z"), { forwardDate: true });
    return found.map((one) => {
      const start = plain(one.start.date());
      if (one.end) return [start, end(one.end)];
      const day = start.slice(0, 10) + "T00:00:00";
      return one.start.isCertain("hour") ? [start, start] : [day, after(day)];
    });
  };
}

function recognizers() {
  const library = require("@microsoft/recognizers-text-suite");
  const moment = (value, at) => {
    if (!value) return null;
    const dated = value.includes("-") ? value.replace(" ", "T") : at.slice(0, 10) + "T" + value;
    const date = new Date((dated.includes("T") ? dated : dated + "T00:00:00") + "Z");
    return isNaN(date) || date.getUTCFullYear() > 9000 ? null : plain(date);
  };
  return (line) => {
    if (!["en", "fr", "es"].includes(line.language)) return null;
    const at = new Date(line.at + "Z");
    const found = library.recognizeDateTime(line.text, CULTURES[line.language], 0, at);
    const values = found.flatMap((one) => (one.resolution && one.resolution.values) || []);
    return values.map((value) => {
      if (value.start || value.end) return [moment(value.start, line.at), moment(value.end, line.at)];
      const point = moment(value.value, line.at);
      return value.type === "date" && point ? [point, after(point)] : [point, point];
    }).filter(([start, end]) => start || end);
  };
}

const read = { chrono, recognizers }[process.argv[2]]();
readline.createInterface({ input: process.stdin }).on("line", (text) => {
  const line = JSON.parse(text);
  let spans;
  let microseconds = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const began = process.hrtime.bigint();
    try {
      spans = read(line);
    } catch (error) {
      spans = [];
    }
    microseconds = Math.min(microseconds, Number(process.hrtime.bigint() - began) / 1000);
  }
  console.log(JSON.stringify({ spans: spans, microseconds: microseconds }));
});
