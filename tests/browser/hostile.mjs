// Messages that no host of a figure should send.

/** Also runs in a host page, from its source: so many messages that nobody should send, each with the field that the answer must name. */
export function hostile(count) {
  let random = 12345;
  const next = (below) => ((random = (random * 1103515245 + 12345) % 2147483648) >> 8) % below;
  const deep = () => {
    let list = [];
    for (let depth = 0; depth < 500; depth += 1) list = [list];
    return list;
  };
  const cycle = [];
  cycle.push(cycle);
  const odd = [
    undefined, 0, -1, 1.5, NaN, Infinity, 1e300, 10n, true, {}, [], cycle, deep(), new Date(NaN), /x/, new Map([[1, 2]]),
    new ArrayBuffer(8), new Error('x'), { toString: 1 }, { __proto__: null }, '\u0000', '\ud800', 'x'.repeat(20_001),
  ];
  const any = () => odd[next(odd.length)];
  const kinds = [
    () => [{ ackscope: [2, '1', any(), null][next(4)], type: 'play' }, 'ackscope'],
    () => [{ ackscope: 1, type: ['fly', '__proto__', 'constructor', '', any(), null][next(6)] }, 'type'],
    () => [{ ackscope: 1, type: 'seek', step: [any(), '3', -4, 1e6, null][next(5)] }, 'step'],
    () => [{ ackscope: 1, type: 'step', count: ['3', 100_001, 0.5, null, {}][next(5)] }, 'count'],
    () => [{ ackscope: 1, type: 'set', [['story', 'link', 'lang', 'theme'][next(4)]]: [{}, [], 5, true, 'x'.repeat(20_001), undefined][next(6)] }, undefined],
    () => [{ ackscope: 1, type: 'set', [['innerHTML', 'onclick', 'style', '__proto__x', 'x'.repeat(99)][next(5)]]: 'x' }, undefined],
    () => [{ ackscope: 1, type: 'play', more: any() }, 'more'],
    () => [{ ackscope: 1, type: 'set', theme: ['pink', '"><script>', '\u202e'][next(3)] + next(1e6) }, 'theme'],
    () => [{ ackscope: 1, type: 'set', link: ['%', 'a=b', '&&=', 'run=!', 'window=99', 'twin.x=1', 'steps=0-0'][next(7)] + next(1e6) }, 'link'],
    () => [{ ackscope: 1, type: 'set', steps: `9${next(1e6)}-3` }, 'steps'],
  ];
  const fair = (message) => message.step !== 0 && !(message.ackscope === 1 && message.count === 0);
  const messages = Array.from({ length: count }, () => kinds[next(kinds.length)]()).filter(([message]) => message.ackscope !== 1 || fair(message));
  return messages;
}
