// What other publishers say of each day, a file each in this folder:
// "2019-10-01,0" (1: worked), and the regions that date-holidays knows.
const fs = require("fs");

const days = (from, to) => {
  const list = [];
  for (let at = Date.UTC(from, 0, 1); at <= Date.UTC(to, 11, 31); at += 864e5)
    list.push(new Date(at).toISOString().slice(0, 10));
  return list;
};
const isWeekend = (day) => [0, 6].includes(new Date(day).getUTCDay());
const write = (name, list, worked) =>
  fs.writeFileSync(name, list.map((day) => `${day},${worked(day) ? 1 : 0}\n`)
    .join(""));

const china = require("chinese-days");
write("chinese-days.csv", days(2007, 2026), (day) => china.isWorkday(day));

const kinds = new Map();
for (let year = 2007; year <= 2026; year++) {
  const file = `node_modules/holiday-calendar/data/CN/${year}.json`;
  for (const one of JSON.parse(fs.readFileSync(file, "utf8")).dates)
    kinds.set(one.date, one.type);
}
write("holiday-calendar.csv", days(2007, 2026), (day) =>
  kinds.has(day) ? kinds.get(day) === "transfer_workday" : !isWeekend(day));

const federal = require("@18f/us-federal-holidays");
const observed = new Set();
for (let year = 2014; year <= 2031; year++)
  for (const one of federal.allForYear(year, { utc: true,
    shiftSaturdayHolidays: true, shiftSundayHolidays: true }))
    observed.add(one.date.toISOString().slice(0, 10));
write("us-federal-holidays.csv", days(2015, 2030),
  (day) => !isWeekend(day) && !observed.has(day));

if (fs.existsSync("node_modules/date-holidays")) {
  const Holidays = require("date-holidays");
  for (const region of ["ENG", "SCT", "NIR"]) {
    const of = new Holidays("GB", region);
    const off = new Set();
    for (let year = 2015; year <= 2030; year++)
      for (const one of of.getHolidays(year))
        if (one.type === "public" || one.type === "bank")
          off.add(one.date.slice(0, 10));
    write(`date-holidays-${region}.csv`, days(2015, 2030),
      (day) => !isWeekend(day) && !off.has(day));
  }
}
