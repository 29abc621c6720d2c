import type { ReactNode } from "react";
import { herbs } from "./garnish.tsx";
import type { Random } from "./seeded.ts";
import { BananaLeaf, Bowl, Brass, Chilli, Katori, Leaflet, Lime, Plate } from "./vessels.tsx";

type Draw = (random: Random) => ReactNode;

const swirl = (
  <path
    d="M-34-8C-22-34 26-36 38-6 44 22 4 40-16 22-30 6-4-14 12 0"
    fill="none"
    stroke="#fff3dc"
    strokeWidth="5"
    strokeLinecap="round"
    opacity="0.9"
  />
);

const grains = (random: Random, count: number, radius: number, colours: readonly [string, ...string[]]) =>
  random
    .scatter(count, radius, 3.4)
    .map(([x, y, a]) => (
      <rect
        key={`${x},${y}`}
        x={x - 3.6}
        y={y - 1}
        width="7.2"
        height="2"
        rx="1"
        fill={random.pick(colours)}
        transform={`rotate(${a} ${x} ${y})`}
      />
    ));

const roti = (x: number, y: number, r: number, random: Random, fill = "#e8c48a") => (
  <g transform={`translate(${x} ${y})`}>
    <circle cx="2" cy="3" r={r} fill="#1a0f04" opacity="0.2" />
    <circle r={r} fill={fill} />
    <circle r={r - 3} fill="none" stroke="#c99a57" strokeOpacity="0.5" strokeWidth="1.5" />
    {random.scatter(Math.round(r / 3), r - 6, 6).map(([u, v, a]) => (
      <ellipse
        key={`${u},${v}`}
        cx={u}
        cy={v}
        rx="3.4"
        ry="2.2"
        fill="#9c6229"
        opacity="0.55"
        transform={`rotate(${a} ${u} ${v})`}
      />
    ))}
  </g>
);

export const biryani: Draw = (random) => (
  <Bowl glaze="#7a3b22" fill="#edc56d">
    {grains(random, 170, 60, ["#fff1cf", "#fbe3a6", "#f2b749", "#fff8e6", "#e08a2b"])}
    {random.scatter(4, 40, 30).map(([x, y, a]) => (
      <g key={`${x},${y}`} transform={`translate(${x} ${y}) rotate(${a})`}>
        <path d="M-15-4C-10-14 10-14 15-3 17 8 4 14-6 11-15 9-18 2-15-4z" fill="#8a4520" />
        <path d="M-10-4C-5-9 5-9 9-4" stroke="#b8683a" strokeWidth="3" fill="none" strokeLinecap="round" />
      </g>
    ))}
    <g transform={`rotate(${random.between(0, 360)}) translate(34 0)`}>
      <ellipse rx="13" ry="10" fill="#fffdf5" />
      <circle r="5.6" fill="#f4a927" />
    </g>
    {random.scatter(12, 52, 8).map(([x, y, a]) => (
      <path
        key={`${x},${y}`}
        d="M-6 0C-3-4 3 4 6 0"
        transform={`translate(${x} ${y}) rotate(${a})`}
        stroke="#6b2f12"
        strokeWidth="2"
        fill="none"
        strokeLinecap="round"
      />
    ))}
    {herbs(random, 7, 50)}
  </Bowl>
);

export const curry: Draw = (random) => {
  const gravy = random.pick(["#d9662b", "#c4481f", "#e08a36", "#a63c1c"]);
  return (
    <>
      <g transform="translate(64 46)">{roti(0, 0, 36, random, "#f0d19a")}</g>
      <g transform="translate(-12 -8) scale(.92)">
        <Bowl glaze="#2d2f33" fill={gravy}>
          {random.scatter(9, 48, 22).map(([x, y, a]) => (
            <g key={`${x},${y}`} transform={`translate(${x} ${y}) rotate(${a})`}>
              <rect x="-9" y="-7" width="19" height="15" rx="4" fill="#000" opacity="0.16" />
              <rect x="-10" y="-9" width="19" height="15" rx="4" fill="#f6e2bd" />
              <path d="M-7-5h10" stroke="#e3b46f" strokeWidth="2" strokeLinecap="round" />
            </g>
          ))}
          {swirl}
          {herbs(random, 6, 44)}
        </Bowl>
      </g>
    </>
  );
};

export const dal: Draw = (random) => (
  <>
    <g transform="translate(58 40) scale(.66)">
      <Plate>{grains(random, 90, 50, ["#fffaf0", "#fff3da", "#f4e6c5"])}</Plate>
    </g>
    <g transform="translate(-18 -8) scale(.86)">
      <Bowl glaze="#b4512e" fill={random.pick(["#e3a93a", "#d8942c", "#8f3d1d"])}>
        {random.scatter(40, 58, 6).map(([x, y]) => (
          <circle key={`${x},${y}`} cx={x} cy={y} r="2.6" fill="#fff" opacity="0.16" />
        ))}
        <path
          d="M-26-6C-14-24 22-22 26-2 28 16 0 24-14 14"
          fill="none"
          stroke="#ffe2a1"
          strokeWidth="4"
          strokeLinecap="round"
          opacity="0.75"
        />
        <Chilli x={12} y={14} turn={-24} />
        {herbs(random, 6, 46)}
      </Bowl>
    </g>
  </>
);

export const thali: Draw = (random) => (
  <Brass r={88}>
    <Katori x={-46} y={-26} r={22} fill="#d9662b">
      {herbs(random, 2, 9, 0.6)}
    </Katori>
    <Katori x={-6} y={-52} r={22} fill="#e3a93a" />
    <Katori x={38} y={-40} r={22} fill="#4c7a37">
      <rect x="-6" y="-6" width="9" height="8" rx="2" fill="#f6e2bd" />
      <rect x="2" y="2" width="9" height="8" rx="2" fill="#f6e2bd" />
    </Katori>
    <Katori x={58} y={4} r={19} fill="#fff7ea">
      <circle cx="-3" cy="1" r="2.4" fill="#c0341d" />
      <circle cx="4" cy="-3" r="1.8" fill="#3f9a54" />
    </Katori>
    <g transform="translate(18 34)">
      <ellipse rx="32" ry="25" fill="#fff6e2" />
      {grains(random, 70, 24, ["#fffdf6", "#f3e4c3", "#fff3da"])}
      {herbs(random, 2, 14, 0.7)}
    </g>
    <g transform="translate(-40 28)">
      <path d="M-26-18A32 32 0 0 1 26 16z" fill="#dcae6b" />
      <path d="M-30-8A32 32 0 0 1 20 26z" fill="#ecc88f" />
      {random.scatter(5, 12, 6).map(([x, y]) => (
        <ellipse key={`${x},${y}`} cx={x - 4} cy={y + 3} rx="3" ry="2" fill="#9c6229" opacity="0.5" />
      ))}
    </g>
    <Lime x={62} y={40} turn={160} />
  </Brass>
);

export const dosa: Draw = (random) => (
  <BananaLeaf>
    <g transform={`rotate(${random.between(-14, -4)})`}>
      <path
        d="M-84 14C-40-6 44-22 90-20l4 12C50 6-30 34-78 38z"
        fill="#1a0f04"
        opacity="0.22"
        transform="translate(2 6)"
      />
      <path d="M-86 10C-40-14 44-28 92-24c6 6 6 14 2 20C44 12-34 36-80 40c-10-8-12-20-6-30z" fill="#d98d34" />
      <path d="M-82 12C-36-10 44-24 88-20c2 3 2 6 0 8C40 0-38 22-82 26z" fill="#edb25a" />
      <path
        d="M-70 14C-30-2 30-14 74-16M-66 28C-30 22 20 8 64-4"
        stroke="#b86c22"
        strokeWidth="2"
        opacity="0.5"
        fill="none"
        strokeLinecap="round"
      />
    </g>
    <Katori x={-44} y={-32} r={19} fill="#fff6e6">
      <circle cx="-3" cy="-2" r="1.6" fill="#3b2a1c" />
      <Leaflet x={3} y={3} turn={40} size={0.6} />
    </Katori>
    <Katori x={2} y={-42} r={19} fill="#c9531f" />
    <Katori x={44} y={36} r={20} fill="#dd9a35">
      {herbs(random, 2, 8, 0.6)}
    </Katori>
  </BananaLeaf>
);

export const idli: Draw = (random) => (
  <BananaLeaf>
    {(
      [
        [-44, -14],
        [-10, -32],
        [-14, 8],
      ] as const
    ).map(([x, y]) => (
      <g key={x} transform={`translate(${x} ${y})`}>
        <circle cx="2" cy="4" r="23" fill="#1a0f04" opacity="0.2" />
        <circle r="23" fill="#f1ece0" />
        <circle r="19" cx="-1.5" cy="-2" fill="#fffdf6" />
        {random.scatter(8, 15, 5).map(([u, v]) => (
          <circle key={`${u},${v}`} cx={u} cy={v} r="1.1" fill="#dcd4c1" />
        ))}
      </g>
    ))}
    <g transform="translate(-50 34)">
      <circle cx="2" cy="3" r="18" fill="#1a0f04" opacity="0.2" />
      <circle r="18" fill="#b8702b" />
      <circle r="12" fill="none" stroke="#d99a4e" strokeWidth="5" />
      <circle r="5" fill="#2f6d38" />
    </g>
    <Katori x={46} y={-22} r={26} fill="#cf7a2a">
      <rect x="-9" y="-3" width="10" height="7" rx="2" fill="#e9b35a" />
      {herbs(random, 3, 12, 0.7)}
    </Katori>
    <Katori x={40} y={34} r={19} fill="#fff6e6">
      <circle cx="2" cy="-2" r="1.6" fill="#3b2a1c" />
      <circle cx="-4" cy="3" r="1.6" fill="#3b2a1c" />
    </Katori>
  </BananaLeaf>
);

export const paratha: Draw = (random) => (
  <Plate r={84} rim="#e6efe9" well="#f6faf6">
    {roti(-14, 6, 48, random, "#d9a556")}
    {roti(-8, 0, 48, random, "#e6b96c")}
    <path
      d="M-34-8C-26-30 14-30 18-4 20 18-16 22-20 4-22-8-2-12 0 0"
      fill="none"
      stroke="#c08a3c"
      strokeWidth="2"
      opacity="0.6"
    />
    <rect x="-18" y="-12" width="16" height="14" rx="4" fill="#fff3c9" transform="rotate(12)" />
    <Katori x={48} y={-34} r={20} fill="#fffaf0" />
    <Katori x={52} y={20} r={17} fill="#b9431c">
      <circle cx="-3" cy="-2" r="3" fill="#7fae34" />
    </Katori>
    {herbs(random, 3, 30, 0.8)}
  </Plate>
);

export const chaat: Draw = (random) => (
  <Plate r={84} rim="#f5ead3" well="#fffaf0">
    {random.scatter(8, 46, 27).map(([x, y], index) => (
      <g key={`${x},${y}`} transform={`translate(${x} ${y})`}>
        <circle cx="1.5" cy="3" r="15" fill="#1a0f04" opacity="0.18" />
        <circle r="15" fill="#d9973f" />
        <circle r="15" fill="none" stroke="#b87528" strokeWidth="1.5" />
        <circle r="9" fill={index % 2 ? "#6b3a18" : "#5d8a35"} />
        <circle cx="-2" cy="-1" r="2.4" fill="#fff7e8" />
        <circle cx="3" cy="2" r="2" fill="#c0341d" />
        <path d="M-9-8a13 13 0 0 1 8-5" stroke="#f3c67c" strokeWidth="2.4" fill="none" strokeLinecap="round" />
      </g>
    ))}
    {herbs(random, 6, 56, 0.7)}
  </Plate>
);

export const kebab: Draw = (random) => (
  <Plate r={84} rim="#3a3f3c" well="#474d49">
    {[-28, 0, 28].map((y) => (
      <g key={y} transform={`rotate(${-24 + random.between(-3, 3)}) translate(0 ${y})`}>
        <path d="M-92 0H84" stroke="#d8dcd8" strokeWidth="2.6" strokeLinecap="round" />
        <circle cx="-92" r="4" fill="none" stroke="#d8dcd8" strokeWidth="2.4" />
        {[-56, -30, -4, 22, 48].map((x, index) => (
          <g key={x} transform={`translate(${x} 0) rotate(${random.between(-8, 8)})`}>
            <rect
              x="-11"
              y="-11"
              width="22"
              height="22"
              rx={index % 3 === 1 ? 4 : 8}
              fill={index % 3 === 1 ? (y === 0 ? "#4c8a3c" : "#b83320") : "#d0672a"}
            />
            <path
              d="M-6-5h9M-5 4h11"
              stroke="#5f260d"
              strokeWidth="2.4"
              strokeLinecap="round"
              opacity={index % 3 === 1 ? 0 : 0.75}
            />
          </g>
        ))}
      </g>
    ))}
    <Lime x={50} y={44} turn={200} />
    <circle cx="-46" cy="-44" r="11" fill="none" stroke="#d9a6c0" strokeWidth="3.4" />
    <circle cx="-38" cy="-50" r="8" fill="none" stroke="#f0d3e0" strokeWidth="3" />
    {herbs(random, 4, 56)}
  </Plate>
);

export const sweets: Draw = (random) => (
  <>
    <g transform="translate(56 34) scale(.62)">
      <Plate rim="#f7e6ea" well="#fff7f7">
        {[-24, 10].map((y) =>
          [-26, 8].map((x) => (
            <g key={`${x},${y}`} transform={`translate(${x + 8} ${y + 8}) rotate(45)`}>
              <rect x="-14" y="-14" width="28" height="28" rx="4" fill="#e9dfcb" />
              <rect x="-14" y="-14" width="28" height="28" rx="4" fill="#fff" opacity="0.45" />
              <rect x="-4" y="-2.5" width="9" height="5" rx="2" fill="#6d9a3f" />
            </g>
          )),
        )}
      </Plate>
    </g>
    <g transform="translate(-22 -10) scale(.86)">
      <Bowl glaze="#c98f35" fill="#f0cf83">
        {random.scatter(5, 40, 36).map(([x, y]) => (
          <g key={`${x},${y}`} transform={`translate(${x} ${y})`}>
            <circle cx="2" cy="4" r="19" fill="#8a5a14" opacity="0.35" />
            <circle r="19" fill="#7a3512" />
            <path d="M-11-7a14 14 0 0 1 9-7" stroke="#d08a4e" strokeWidth="4" fill="none" strokeLinecap="round" />
            <path d="M-3 4l5 2" stroke="#8fb457" strokeWidth="3" strokeLinecap="round" />
          </g>
        ))}
        {random.scatter(8, 52, 10).map(([x, y, a]) => (
          <path
            key={`${x},${y}`}
            d="M-5 0h10"
            transform={`translate(${x} ${y}) rotate(${a})`}
            stroke="#b4451c"
            strokeWidth="1.3"
            strokeLinecap="round"
          />
        ))}
      </Bowl>
    </g>
  </>
);
