import type { ReactNode } from "react";
import { herbs } from "./garnish.tsx";
import type { Random } from "./seeded.ts";
import { Board, Bowl, Katori, Lime, Plate, Shadow } from "./vessels.tsx";

type Draw = (random: Random) => ReactNode;

export const cake: Draw = (random) => {
  const icing = random.pick(["#f6d9d5", "#fff3dc", "#5a2f1d"]);
  return (
    <Plate r={86} rim="#fbf4e6" well="#fffdf8">
      <circle cx="2" cy="5" r="54" fill="#1a0f04" opacity="0.2" />
      <circle r="54" fill="#8a5a36" />
      <circle r="52" fill={icing} />
      {[0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330].map((turn) => (
        <circle key={turn} cx="0" cy="-44" r="8" transform={`rotate(${turn})`} fill="#fffaf2" />
      ))}
      {random.scatter(9, 26, 14).map(([x, y]) => (
        <g key={`${x},${y}`}>
          <circle cx={x} cy={y} r="6.4" fill="#b3241f" />
          <circle cx={x - 2} cy={y - 2} r="1.8" fill="#f2a79a" />
        </g>
      ))}
      <path d="M0 0 16-56A58 58 0 0 1 50-28z" fill="#fffdf8" />
      <path d="M2-2 17-54" stroke="#c08a5a" strokeWidth="4" />
      <path d="M2 0 48-26" stroke="#8a5a36" strokeWidth="5" />
      {herbs(random, 3, 18, 0.8)}
    </Plate>
  );
};

export const iceCream: Draw = (random) => (
  <Bowl glaze="#d7e6e4" fill="#f3efe6">
    {(
      [
        [-24, -16, "#f0c2c4", "#f9dcdc"],
        [26, -14, "#7a4a2b", "#99663f"],
        [0, 26, "#cfdcae", "#e4edc8"],
      ] as const
    ).map(([x, y, base, light]) => (
      <g key={base} transform={`translate(${x} ${y})`}>
        <circle cx="2" cy="4" r="31" fill="#1a0f04" opacity="0.16" />
        <circle r="31" fill={base} />
        <path
          d="M-20-8a24 24 0 0 1 18-17M-14 4a22 22 0 0 1 20-16"
          stroke={light}
          strokeWidth="5"
          fill="none"
          strokeLinecap="round"
        />
      </g>
    ))}
    {random.scatter(16, 44, 9).map(([x, y, a], index) => (
      <rect
        key={`${x},${y}`}
        x={x - 4}
        y={y - 1.2}
        width="8"
        height="2.4"
        rx="1.2"
        transform={`rotate(${a} ${x} ${y})`}
        fill={["#5f8f3a", "#c0341d", "#e3a93a"][index % 3]}
      />
    ))}
  </Bowl>
);

const cup = (x: number, y: number, r: number, saucer: string, drink: string, foam: string) => (
  <g transform={`translate(${x} ${y})`}>
    <Shadow r={r * 1.45} />
    <circle r={r * 1.45} fill={saucer} />
    <circle r={r * 1.2} fill="#000" opacity="0.06" />
    <path
      d={`M${r * 0.8} ${-r * 0.3}q${r * 0.9} ${r * 0.3} 0 ${r * 0.6}`}
      stroke="#fffdf6"
      strokeWidth={r * 0.2}
      fill="none"
    />
    <circle r={r} fill="#fffdf6" />
    <circle r={r * 0.86} fill="#000" opacity="0.16" />
    <circle r={r * 0.83} fill={drink} />
    <path
      d={`M0 ${r * 0.42}C${-r * 0.7} 0 ${-r * 0.3} ${-r * 0.6} 0 ${-r * 0.22}C${r * 0.3} ${-r * 0.6} ${r * 0.7} 0 0 ${r * 0.42}z`}
      fill={foam}
    />
    <path
      d={`M${-r * 0.6} ${-r * 0.3}a${r * 0.7} ${r * 0.7} 0 0 1 ${r * 0.4} ${-r * 0.35}`}
      stroke="#fff"
      strokeOpacity="0.6"
      strokeWidth="3"
      fill="none"
      strokeLinecap="round"
    />
  </g>
);

export const drink: Draw = (random) => {
  const [brew, foam] = random.pick<readonly [string, string]>([
    ["#9a5a2b", "#eed3a8"],
    ["#b9742f", "#f3dcae"],
    ["#e59a2e", "#f9cf7c"],
  ]);
  return (
    <>
      {cup(-22, -10, 44, "#e7d6b7", brew, foam)}
      <g transform="translate(58 36) scale(.8)">{cup(0, 0, 36, "#31546b", "#6b3a1d", "#d9b183")}</g>
      <g transform="translate(66 -46)">
        {[0, 16].map((y) => (
          <g key={y} transform={`translate(${y} ${y}) rotate(${random.between(-20, 20)})`}>
            <rect x="-13" y="-9" width="26" height="18" rx="4" fill="#c98a45" />
            <path
              d="M-7-3h14M-7 3h14"
              stroke="#9b6329"
              strokeWidth="1.8"
              strokeDasharray="1 3.4"
              strokeLinecap="round"
            />
          </g>
        ))}
      </g>
    </>
  );
};

export const fish: Draw = (random) => (
  <Plate r={86} rim="#dbe9ea" well="#f4fafa">
    <g transform={`rotate(${-20 + random.between(-6, 6)})`}>
      <path
        d="M-58 4C-36-28 18-32 46-4l24-18c2 14 2 28 0 40L46 8C18 36-36 34-58 4z"
        fill="#1a0f04"
        opacity="0.2"
        transform="translate(2 6)"
      />
      <path d="M-60 0C-38-30 16-34 44-6l24-18c2 14 2 28 0 40L44 6C16 34-38 30-60 0z" fill="#c9803a" />
      <path d="M-60 0C-38-30 16-34 44-6-4-14-34-10-60 0z" fill="#e3a65c" />
      <path
        d="M-18-20c8 12 8 28 0 38M2-22c8 12 8 32 0 42M20-18c6 10 6 24 0 34"
        stroke="#7d3f14"
        strokeWidth="3"
        fill="none"
        strokeLinecap="round"
        opacity="0.7"
      />
      <circle cx="-44" cy="-3" r="3.2" fill="#2c1a0c" />
    </g>
    <Lime x={24} y={44} turn={170} r={13} />
    <Lime x={-2} y={52} turn={200} r={12} />
    {herbs(random, 9, 56, 1)}
  </Plate>
);

export const fried: Draw = (random) => (
  <Bowl glaze="#b3241f" fill="#f6e6c8">
    {random.scatter(9, 46, 25).map(([x, y, a]) => (
      <g key={`${x},${y}`} transform={`translate(${x} ${y}) rotate(${a})`}>
        <path
          d="M-18-6C-16-18 6-20 16-10c10 8 6 24-6 24-12 4-30 0-28-20z"
          fill="#1a0f04"
          opacity="0.2"
          transform="translate(2 4)"
        />
        <path d="M-18-6C-16-18 6-20 16-10c10 8 6 24-6 24-12 4-30 0-28-20z" fill="#c0702a" />
        <path d="M-12-7c2-7 14-9 21-3" stroke="#eab05e" strokeWidth="4" fill="none" strokeLinecap="round" />
        <circle cx="-6" cy="3" r="2" fill="#8c4514" />
        <circle cx="4" cy="6" r="2.4" fill="#8c4514" />
        <circle cx="8" cy="-2" r="1.6" fill="#8c4514" />
      </g>
    ))}
    {herbs(random, 6, 50, 0.9)}
    <Lime x={44} y={-34} turn={20} />
  </Bowl>
);

export const sushi: Draw = (random) => (
  <Board w={200} h={118}>
    {[-60, -20, 20, 60].map((x) =>
      [-24, 20].map((y) => (
        <g key={`${x},${y}`} transform={`translate(${x} ${y}) rotate(${random.between(-10, 10)})`}>
          <circle cx="2" cy="4" r="18" fill="#1a0f04" opacity="0.25" />
          <circle r="18" fill="#22352c" />
          <circle r="14.5" fill="#fffaf0" />
          <circle r="6.5" fill={(x + y) % 3 === 0 ? "#ef8a62" : "#8fbf5a"} />
          <circle cx="3" cy="2" r="3" fill="#f7c23f" />
        </g>
      )),
    )}
    <path d="M-92 50 92 42" stroke="#3a2418" strokeWidth="4" strokeLinecap="round" />
  </Board>
);

export const sandwich: Draw = (random) => (
  <Board w={196} h={136}>
    {[
      [-38, -6, -8],
      [40, 8, 172],
    ].map(([x = 0, y = 0, turn = 0]) => (
      <g key={x} transform={`translate(${x} ${y}) rotate(${turn + random.between(-5, 5)})`}>
        <path d="M-44 36 44 36 0-44z" fill="#1a0f04" opacity="0.25" transform="translate(3 6)" strokeLinejoin="round" />
        <path d="M-46 34h92L0-46z" fill="#b87a38" stroke="#b87a38" strokeWidth="8" strokeLinejoin="round" />
        <path d="M-40 30h80L0-38z" fill="#e9bd77" stroke="#e9bd77" strokeWidth="6" strokeLinejoin="round" />
        <path
          d="M-20 22 6-22M2 24 18-8M-34 24-22 2"
          stroke="#a8692c"
          strokeWidth="4"
          strokeLinecap="round"
          opacity="0.7"
        />
        <path d="M-46 38h92" stroke="#6aa33f" strokeWidth="7" strokeLinecap="round" />
        <path d="M-42 44h84" stroke="#d1442a" strokeWidth="5" strokeLinecap="round" />
        <path d="M-44 50h88" stroke="#e9bd77" strokeWidth="7" strokeLinecap="round" />
      </g>
    ))}
    <Katori x={82} y={-44} r={15} fill="#5d8a35" />
  </Board>
);

export const egg: Draw = (random) => (
  <Plate r={84} rim="#2f3a36" well="#3a4641">
    {(
      [
        [-20, -10],
        [24, 16],
      ] as const
    ).map(([x, y]) => (
      <g key={x} transform={`translate(${x} ${y}) rotate(${random.between(0, 360)})`}>
        <path d="M-34-6C-36-28-8-38 10-30c22-4 34 16 26 32-4 20-30 28-46 20-20 0-24-14-24-28z" fill="#fffdf6" />
        <circle cx="2" cy="-2" r="14" fill="#f2a51f" />
        <path d="M-5-9a10 10 0 0 1 8-3" stroke="#fbd77f" strokeWidth="3.4" fill="none" strokeLinecap="round" />
      </g>
    ))}
    {random.scatter(26, 54, 5).map(([x, y]) => (
      <circle key={`${x},${y}`} cx={x} cy={y} r="1.2" fill="#1b130a" opacity="0.65" />
    ))}
    {herbs(random, 8, 54, 0.8)}
  </Plate>
);
