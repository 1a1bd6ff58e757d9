-- Asks for pages in turn and counts answers that are no page, or begin with one version of the site and end with another.
local threads, paths = {}, {"/", "/betriebe/", "/betriebe/mavi/", "/ar/", "/neues/feed.xml", "/aktionen/", "/404.html"}
function setup(thread) table.insert(threads, thread) end
function init() seen, bad, mixed, turn = 0, 0, 0, 0 end
function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % #paths + 1])
end
function response(status, headers, body)
  seen = seen + 1
  if status ~= 200 then bad = bad + 1 end
  local first, last = body:match("^<!%-%- Stand (%d+) %-%->"), body:match("<!%-%- Stand (%d+) %-%->$")
  if status == 200 and (first == nil or first ~= last) then mixed = mixed + 1 end
end
function done(summary)
  local sums = {seen = 0, bad = 0, mixed = 0}
  for _, thread in ipairs(threads) do
    for name, sum in pairs(sums) do sums[name] = sum + thread:get(name) end
  end
  local e = summary.errors
  io.write(string.format("\nseen=%d bad=%d mixed=%d broken=%d\n", sums.seen, sums.bad, sums.mixed,
    e.connect + e.read + e.write + e.timeout))
end
