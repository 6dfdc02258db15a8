// Runs in the arena's page and looks at each frame after the page has drawn it. Reads the probe, touches nothing.
() => {
  const noticed = 22; // A ship's radius: a correction of more than this is large.
  const starvedMs = 100; // Nobody but a starved machine lets a page or its frames wait for so long.
  const silentMs = 150; // Jitter of 30 ms each side of a tick's 33 makes 93, and a frame 17.
  const outOfTouchMs = 700; // The proxy's stalls are shorter: a server that was not run for so long.
  const recentMs = 2000;
  const turns = { KeyA: -1, KeyD: 1 };
  const seen = {
    frames: 0,
    cleanMs: 0,
    cleanFrames: 0,
    cleanPops: 0,
    cleanEmptyFrames: 0,
    turns: 0,
    turnFrames: 0,
    shots: 0,
    shotFrames: 0,
    large: [],
    stalls: 0,
    longestStall: 0,
    longestSilence: 0,
    delays: [],
    margins: [],
    leads: [],
  };
  const begun = performance.now();
  const first = window.__arena.state().net;
  let before = first;
  let lastFrame = begun;
  let stalledAt = Number.NEGATIVE_INFINITY;
  let stalledFor = 0;
  let tick = 0;
  let tickAt = begun;
  let silence = 0;
  let silentAt = Number.NEGATIVE_INFINITY;
  let touchLostAt = Number.NEGATIVE_INFINITY;
  let angle = 0;
  let steady = 0;
  let turn = 0;
  let turnSince = -1;
  let fireSince = -1;
  let lastFired = begun;

  const stall = (now, elapsed) => {
    if (elapsed < starvedMs) return;
    seen.stalls++;
    seen.longestStall = Math.max(seen.longestStall, elapsed);
    stalledAt = now;
    stalledFor = elapsed;
  };

  addEventListener('keydown', ({ code, repeat }) => {
    if (repeat) return;
    if (code in turns && steady > 20) {
      turn = turns[code];
      turnSince = seen.frames;
    }
    // The guns are ready when nothing was fired for a second.
    if (code === 'Space' && performance.now() - lastFired > 1000) fireSince = seen.frames;
  }, true);
  addEventListener('keyup', ({ code }) => {
    if (code in turns) turnSince = -1;
    if (code === 'Space') fireSince = -1;
  }, true);

  const look = () => {
    const now = performance.now();
    const { net, drawn, tick: newest } = window.__arena.state();
    seen.frames++;
    const frameMs = now - lastFrame;
    stall(now, frameMs);
    lastFrame = now;
    if (now - tickAt > outOfTouchMs) touchLostAt = now;
    if (newest !== tick) {
      const elapsed = now - tickAt;
      if (elapsed > silentMs) {
        silence = elapsed;
        silentAt = now;
      }
      seen.longestSilence = Math.max(seen.longestSilence, elapsed);
      tick = newest;
      tickAt = now;
    }
    // A silence counts from when it is one, not from when it ends.
    if (now - stalledAt >= recentMs && now - silentAt >= recentMs && now - tickAt <= silentMs) {
      seen.cleanMs += frameMs;
      seen.cleanFrames++;
      if (net && before) {
        seen.cleanPops += net.others.pops - before.others.pops;
        seen.cleanEmptyFrames += net.others.emptyFrames - before.others.emptyFrames;
      }
    }
    if (net?.own && before?.own && net.own.largeCorrections > before.own.largeCorrections)
      seen.large.push({
        at: Math.round(now - begun),
        size: net.own.corrected - before.own.corrected,
        stalledFor: now - stalledAt < recentMs ? stalledFor : 0,
        silence: now - silentAt < recentMs ? silence : 0,
      });
    before = net;
    // Out of touch nothing is predicted, and it takes a moment to be in touch again.
    if (drawn === null || now - touchLostAt < recentMs) {
      turnSince = fireSince = -1;
      steady = 0;
    } else {
      const turned = ((drawn.angle - angle + 1536) % 1024) - 512;
      if (turnSince >= 0) {
        const frames = seen.frames - turnSince;
        seen.turnFrames = Math.max(seen.turnFrames, frames);
        if (turned * turn > 0) {
          seen.turns++;
          turnSince = -1;
        }
      }
      if (fireSince >= 0) {
        seen.shotFrames = Math.max(seen.shotFrames, seen.frames - fireSince);
        if (drawn.shots > 0) {
          seen.shots++;
          fireSince = -1;
        }
      }
      if (drawn.shots > 0) lastFired = now;
      steady = Math.abs(turned) < 1e-6 ? steady + 1 : 0;
      angle = drawn.angle;
    }
    if (net?.own && seen.frames % 60 === 0) {
      seen.delays.push(net.delay);
      seen.margins.push(net.own.margin);
      seen.leads.push(net.own.lead);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.__watched = () => ({
    ...seen,
    seconds: (performance.now() - begun) / 1000,
    rtt: window.__arena.state().rtt,
    corrections: before.own.corrections - first.own.corrections,
    largestCorrection: before.own.largestCorrection,
    largeCorrections: before.own.largeCorrections - first.own.largeCorrections,
    missedTicks: before.own.missedTicks - first.own.missedTicks,
    starts: before.own.starts - first.own.starts,
    pops: before.others.pops - first.others.pops,
    emptyFrames: before.others.emptyFrames - first.others.emptyFrames,
  });
}
