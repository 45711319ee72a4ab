-- wrk's script: sends the requests of a file one after the other, by whichever connection is free,
-- and prints what came of it. The file has each with its length in bytes before it.

local requests = {}
local sent = 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local length = file:read("*n")
  while length do
    file:read(1)
    requests[#requests + 1] = file:read(length)
    length = file:read("*n")
  end
  file:close()
end

-- When they have all been sent the first comes again, whose nonce is refused.
function request()
  sent = sent + 1
  return requests[sent] or requests[1]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"answered":%d,"failed":%d,"seconds":%f,"p99Ms":%f}',
    summary.requests, failed, summary.duration / 1e6, latency:percentile(99) / 1e3))
end
