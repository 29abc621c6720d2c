import type { ReactNode } from "react";
import { herbs } from "./garnish.tsx";
import type { Random } from "./seeded.ts";
import { Board, Bowl, Katori, Lime, Plate, Shadow } from "./vessels.tsx";

type Draw = (random: Random) => ReactNode;

const strands = (
  random: Random,
  count: number,
  radius: number,
  colours: readonly [string, ...string[]],
  width: number,
) =>
  random
    .scatter(count, radius, 2)
    .map(([x, y, a]) => (
      <path
        key={`${x},${y}`}
        d="M-26 6C-16-14 8 14 26-6"
        transform={`translate(${x} ${y}) rotate(${a})`}
        stroke={random.pick(colours)}
        strokeWidth={width}
        fill="none"
        strokeLinecap="round"
      />
    ));

export const noodles: Draw = (random) => (
  <>
    <Bowl glaze="#b3241f" fill="#c98a34">
      {strands(random, 46, 36, ["#f0c977", "#e4b257", "#f7dc9c", "#d99f42"], 4.2)}
      {random.scatter(9, 44, 18).map(([x, y, a], index) => (
        <rect
          key={`${x},${y}`}
          x={x - 10}
          y={y - 2.6}
          width="20"
          height="5.2"
          rx="2.4"
          transform={`rotate(${a} ${x} ${y})`}
          fill={["#d1442a", "#4c8a3c", "#f39a2c"][index % 3]}
        />
      ))}
      {random.scatter(10, 50, 9).map(([x, y]) => (
        <circle key={`${x},${y}`} cx={x} cy={y} r="3.6" fill="none" stroke="#7fb05a" strokeWidth="2.4" />
      ))}
    </Bowl>
    <g transform="rotate(-38)">
      <path
        d="M-20-26 118-38M-20-16 118-24"
        stroke="#1a0f04"
        strokeOpacity="0.25"
        strokeWidth="5"
        transform="translate(2 5)"
        strokeLinecap="round"
      />
      <path d="M-20-26 118-38M-20-16 118-24" stroke="#3a2418" strokeWidth="5" strokeLinecap="round" />
    </g>
  </>
);

export const pasta: Draw = (random) => (
  <Plate r={86} rim="#f3efe4" well="#fffaf0">
    {strands(random, 44, 30, ["#f3d48b", "#eac46e", "#f9e3ad"], 4)}
    <path d="M-30-4C-26-30 24-32 32-4 34 22-6 32-22 20-32 12-32 4-30-4z" fill="#c83a20" opacity="0.92" />
    {random.scatter(5, 22, 14).map(([x, y]) => (
      <circle key={`${x},${y}`} cx={x} cy={y} r="6" fill="#8c2a14" />
    ))}
    {random.scatter(12, 40, 7).map(([x, y]) => (
      <circle key={`${x},${y}`} cx={x} cy={y} r="1.7" fill="#fff7df" />
    ))}
    {herbs(random, 4, 20, 1.4)}
  </Plate>
);

const pleats = [0, 45, 90, 135, 180, 225, 270, 315];
export const momo: Draw = (random) => (
  <g>
    <Shadow r={86} />
    <circle r="86" fill="#9c6a35" />
    <circle r="82" fill="#c89555" />
    <circle r="72" fill="#8a5c2d" />
    <circle r="69" fill="#e2c48f" />
    <path d="M-66-18H66M-69 0H69M-66 18H66M-56-38H56M-56 38H56" stroke="#c9a669" strokeWidth="3" />
    <circle r="24" fill="#7ea64a" opacity="0.35" />
    {[0, 60, 120, 180, 240, 300].map((angle) => {
      const radians = (angle * Math.PI) / 180;
      const x = Math.round(Math.cos(radians) * 42);
      const y = Math.round(Math.sin(radians) * 42);
      return (
        <g key={angle} transform={`translate(${x} ${y}) rotate(${angle + random.between(-12, 12)})`}>
          <circle cx="2" cy="3" r="20" fill="#1a0f04" opacity="0.2" />
          <circle r="20" fill="#f5ecd9" />
          <circle r="16" cx="-1" cy="-2" fill="#fffaf0" />
          {pleats.map((turn) => (
            <path
              key={turn}
              d="M0-3C3-8 2-13 0-17"
              transform={`rotate(${turn})`}
              stroke="#d8c6a2"
              strokeWidth="1.8"
              fill="none"
            />
          ))}
          <circle r="3.2" fill="#e8d9b8" />
        </g>
      );
    })}
    <Katori x={0} y={0} r={18} fill="#c0341d" />
  </g>
);

export const pizza: Draw = (random) => (
  <Board w={190} h={186}>
    <circle cx="3" cy="5" r="80" fill="#1a0f04" opacity="0.25" />
    <circle r="80" fill="#c98a3f" />
    <circle r="78" fill="#e3ad5f" />
    <circle r="69" fill="#c8401f" />
    <circle r="66" fill="#f3c862" />
    {random.scatter(10, 58, 14).map(([x, y]) => (
      <ellipse key={`${x},${y}`} cx={x} cy={y} rx="9" ry="6" fill="#fbe4a0" />
    ))}
    {random.scatter(8, 52, 26).map(([x, y], index) => (
      <g key={`${x},${y}`}>
        <circle cx={x} cy={y} r="11" fill={index % 2 ? "#b5341f" : "#a82b1a"} />
        <circle cx={x - 2} cy={y - 2} r="6" fill="#d2563a" opacity="0.6" />
      </g>
    ))}
    {random.scatter(9, 56, 14).map(([x, y]) => (
      <circle key={`${x},${y}`} cx={x} cy={y} r="4.2" fill="none" stroke="#2f3a2c" strokeWidth="3" />
    ))}
    {herbs(random, 6, 54, 1.3)}
    <path d="M0-80V80M-69-40 69 40M-69 40 69-40" stroke="#8a4a1c" strokeOpacity="0.35" strokeWidth="2" />
  </Board>
);

const fry = (x: number, y: number, turn: number) => (
  <rect
    key={`${x},${y},${turn}`}
    x={x - 22}
    y={y - 4}
    width="44"
    height="8"
    rx="2.5"
    transform={`rotate(${turn} ${x} ${y})`}
    fill="#f2c14e"
    stroke="#d99a2b"
    strokeWidth="1"
  />
);

export const burger: Draw = (random) => (
  <Board w={196} h={140}>
    <g transform="translate(46 4)">
      {random.scatter(15, 32, 5).map(([x, y, a]) => fry(x, y, (a % 70) - 35))}
      <Katori x={22} y={42} r={15} fill="#c0341d" />
    </g>
    <g transform="translate(-42 0)">
      <circle cx="3" cy="6" r="50" fill="#1a0f04" opacity="0.28" />
      <path
        d="M-52 8C-46-2-52-14-44-22c2-12 14-14 20-22 12-2 20-8 30-4 12 2 22 8 28 18 8 6 14 16 12 26 4 10-2 20-8 26-4 12-14 16-24 20-10 8-24 6-32 2-12 0-18-10-24-16-10-4-10-12-10-20z"
        fill="#6aa33f"
      />
      <circle r="47" fill="#f0b73c" transform="rotate(30)" />
      <circle r="46" fill="#b4692a" />
      <circle r="43" cx="-2" cy="-3" fill="#d08a40" />
      <path d="M-32-14a36 36 0 0 1 24-22" stroke="#eab676" strokeWidth="6" fill="none" strokeLinecap="round" />
      {random.scatter(22, 36, 8).map(([x, y, a]) => (
        <ellipse key={`${x},${y}`} cx={x} cy={y} rx="3" ry="1.8" fill="#fbe9c4" transform={`rotate(${a} ${x} ${y})`} />
      ))}
    </g>
  </Board>
);

export const fries: Draw = (random) => (
  <Bowl glaze="#f0e4cc" fill="#b4512e">
    {random.scatter(34, 50, 6).map(([x, y, a]) => fry(x, y, a))}
    <Katori x={34} y={30} r={22} fill="#c0341d" />
    {herbs(random, 4, 40, 0.7)}
  </Bowl>
);

export const roll: Draw = (random) => (
  <Board w={196} h={132}>
    {[-26, 26].map((y, index) => (
      <g key={y} transform={`translate(${index ? 6 : -6} ${y}) rotate(${-16 + random.between(-4, 4)})`}>
        <rect
          x="-70"
          y="-14"
          width="144"
          height="36"
          rx="18"
          fill="#1a0f04"
          opacity="0.25"
          transform="translate(2 5)"
        />
        <rect x="-72" y="-20" width="144" height="40" rx="20" fill="#e3b673" />
        {random.scatter(10, 16, 5).map(([x, v]) => (
          <ellipse key={`${x},${v}`} cx={x * 2 + 22} cy={v * 0.8} rx="4.4" ry="2.6" fill="#a8692c" opacity="0.55" />
        ))}
        <path d="M-72 0a20 20 0 0 1 20-20h26v40h-26a20 20 0 0 1-20-20z" fill="#fff8ec" />
        <path d="M-58-19v38M-44-20v40M-30-20v40" stroke="#c9472a" strokeWidth="2.4" opacity="0.75" />
        <g transform="translate(66 0)">
          <ellipse rx="9" ry="19" fill="#c98e48" />
          <ellipse rx="6.5" ry="15" fill="#7d2f17" />
          <circle cy="-7" r="4" fill="#6aa33f" />
          <circle cx="1" cy="3" r="4.4" fill="#d1663a" />
          <circle cx="-1" cy="10" r="2.6" fill="#f3d9ea" />
        </g>
      </g>
    ))}
    <Lime x={76} y={44} turn={190} />
  </Board>
);

export const salad: Draw = (random) => (
  <Bowl glaze="#e9dcc2" fill="#5d9a45">
    {random.scatter(26, 54, 13).map(([x, y, a], index) => (
      <g key={`${x},${y}`} transform={`translate(${x} ${y}) rotate(${a})`}>
        <path d="M0-18C12-14 14 8 0 18-14 8-12-14 0-18z" fill={["#76b456", "#4f8f3c", "#93c66a"][index % 3]} />
        <path d="M0-13V14" stroke="#dff0c4" strokeOpacity="0.6" strokeWidth="1.4" />
      </g>
    ))}
    {random.scatter(5, 44, 26).map(([x, y]) => (
      <g key={`${x},${y}`}>
        <circle cx={x} cy={y} r="10" fill="#d33b25" />
        <circle cx={x} cy={y} r="7" fill="#ee6a4d" />
        <path d={`M${x} ${y - 6}v12M${x - 6} ${y}h12`} stroke="#f9c3a4" strokeWidth="1.6" />
      </g>
    ))}
    {random.scatter(5, 48, 24).map(([x, y]) => (
      <g key={`${x},${y}`}>
        <circle cx={x} cy={y} r="9" fill="#3f7d3a" />
        <circle cx={x} cy={y} r="7.4" fill="#dcefc0" />
        <circle cx={x} cy={y} r="3" fill="#c2e09b" />
      </g>
    ))}
  </Bowl>
);
