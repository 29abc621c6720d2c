import type { ReactNode } from "react";

/** Vessels seen from above, centred on 0,0. Light falls from the upper left; `r` is the outer radius. */

export const Shadow = ({ r, dx = 5, dy = 8 }: { r: number; dx?: number; dy?: number }) => (
  <circle cx={dx} cy={dy} r={r} fill="#1a0f04" opacity="0.2" />
);

export const Plate = ({
  r = 80,
  rim = "#fff8ea",
  well = "#fffdf6",
  children,
}: {
  r?: number;
  rim?: string;
  well?: string;
  children?: ReactNode;
}) => (
  <g>
    <Shadow r={r} />
    <circle r={r} fill={rim} />
    <circle r={r - 4} fill="none" stroke="#000" strokeOpacity="0.06" strokeWidth="1.5" />
    <circle r={r * 0.76} fill={well} />
    <circle r={r * 0.76} fill="none" stroke="#000" strokeOpacity="0.08" strokeWidth="2" />
    {children}
  </g>
);

/** A glazed bowl whose inside is filled with `fill`. */
export const Bowl = ({
  r = 78,
  glaze = "#31546b",
  fill,
  children,
}: {
  r?: number;
  glaze?: string;
  fill: string;
  children?: ReactNode;
}) => (
  <g>
    <Shadow r={r} />
    <circle r={r} fill={glaze} />
    <path
      d={`M${-r * 0.82} ${-r * 0.42} A${r * 0.93} ${r * 0.93} 0 0 1 ${r * 0.1} ${-r * 0.92}`}
      fill="none"
      stroke="#fff"
      strokeOpacity="0.35"
      strokeWidth="3.5"
      strokeLinecap="round"
    />
    <circle r={r * 0.85} fill="#000" opacity="0.22" />
    <circle r={r * 0.82} cy={r * 0.02} fill={fill} />
    {children}
  </g>
);

/** Brass, with a turned rim. */
export const Brass = ({ r = 82, children }: { r?: number; children?: ReactNode }) => (
  <g>
    <Shadow r={r} />
    <circle r={r} fill="#c98f35" />
    <circle r={r - 2.5} fill="#e7bd63" />
    <circle r={r - 8} fill="#d6a548" />
    <circle r={r - 10.5} fill="#efcf86" />
    <path
      d={`M${-r * 0.62} ${-r * 0.36} A${r * 0.72} ${r * 0.72} 0 0 1 ${r * 0.05} ${-r * 0.72}`}
      fill="none"
      stroke="#fff7df"
      strokeOpacity="0.7"
      strokeWidth="3"
      strokeLinecap="round"
    />
    {children}
  </g>
);

/** A small steel bowl. */
export const Katori = ({
  x,
  y,
  r = 20,
  fill,
  children,
}: {
  x: number;
  y: number;
  r?: number;
  fill: string;
  children?: ReactNode;
}) => (
  <g transform={`translate(${x} ${y})`}>
    <circle cx="1.5" cy="3" r={r} fill="#1a0f04" opacity="0.22" />
    <circle r={r} fill="#cfd5d2" />
    <circle r={r - 1.6} fill="#eef1ee" />
    <circle r={r - 4} fill="#000" opacity="0.16" />
    <circle r={r - 4.6} cy="0.5" fill={fill} />
    <path
      d={`M${-r * 0.4} ${-r * 0.34} a${r * 0.5} ${r * 0.5} 0 0 1 ${r * 0.4} ${-r * 0.2}`}
      fill="none"
      stroke="#fff"
      strokeOpacity="0.55"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
    {children}
  </g>
);

export const Board = ({ w = 176, h = 112, children }: { w?: number; h?: number; children?: ReactNode }) => (
  <g>
    <rect x={-w / 2 + 5} y={-h / 2 + 8} width={w} height={h} rx="16" fill="#1a0f04" opacity="0.2" />
    <rect x={-w / 2} y={-h / 2} width={w} height={h} rx="16" fill="#a8703c" />
    <rect x={-w / 2} y={-h / 2} width={w} height={h - 4} rx="15" fill="#c08a51" />
    <g stroke="#a8703c" strokeWidth="1.4" opacity="0.55" fill="none">
      <path d={`M${-w / 2 + 8} ${-h * 0.28} Q0 ${-h * 0.34} ${w / 2 - 8} ${-h * 0.26}`} />
      <path d={`M${-w / 2 + 8} ${h * 0.04} Q${-w * 0.1} ${h * 0.1} ${w / 2 - 8} ${h * 0.02}`} />
      <path d={`M${-w / 2 + 8} ${h * 0.3} Q${w * 0.1} ${h * 0.24} ${w / 2 - 8} ${h * 0.32}`} />
    </g>
    {children}
  </g>
);

export const BananaLeaf = ({ children }: { children?: ReactNode }) => (
  <g>
    <path
      d="M-104 12C-88-52-30-74 34-66c44 6 66 30 74 60C92 44 42 72-20 70c-46-2-74-22-84-58z"
      fill="#1a0f04"
      opacity="0.2"
      transform="translate(4 8)"
    />
    <path d="M-104 12C-88-52-30-74 34-66c44 6 66 30 74 60C92 44 42 72-20 70c-46-2-74-22-84-58z" fill="#3f8a4a" />
    <path d="M-104 12C-60 2 40-2 108-6 92 44 42 72-20 70c-46-2-74-22-84-58z" fill="#35793f" />
    <path d="M-104 12C-60 2 40-2 108-6" stroke="#a8cf86" strokeWidth="4" fill="none" />
    <g stroke="#a8cf86" strokeOpacity="0.35" strokeWidth="1.6" fill="none">
      <path d="M-70 6-52-38M-40 3-22-58M-8 0 8-66M24-3l18-60M56-4l18-40M-60 8l10 42M-28 5l10 60M6 2l10 64M40-1l6 52M72-4l2 32" />
    </g>
    {children}
  </g>
);

export const Leaflet = ({
  x,
  y,
  turn,
  size = 1,
  fill = "#3f9a54",
}: {
  x: number;
  y: number;
  turn: number;
  size?: number;
  fill?: string;
}) => (
  <g transform={`translate(${x} ${y}) rotate(${turn}) scale(${size})`}>
    <path d="M0-7C5-4 5 3 0 7-5 3-5-4 0-7z" fill={fill} />
    <path d="M0-5V6" stroke="#000" strokeOpacity="0.18" strokeWidth="0.8" />
  </g>
);

export const Lime = ({ x, y, turn = 0, r = 11 }: { x: number; y: number; turn?: number; r?: number }) => (
  <g transform={`translate(${x} ${y}) rotate(${turn})`}>
    <path d={`M${-r} 0A${r} ${r} 0 0 0 ${r} 0z`} fill="#7fae34" />
    <path d={`M${-r + 2} 0A${r - 2} ${r - 2} 0 0 0 ${r - 2} 0z`} fill="#e3efb0" />
    <path
      d={`M0 0V${r - 3}M0 0L${-r * 0.55} ${r * 0.5}M0 0L${r * 0.55} ${r * 0.5}`}
      stroke="#a9c962"
      strokeWidth="1.4"
    />
  </g>
);

export const Chilli = ({
  x,
  y,
  turn = 0,
  fill = "#c0341d",
}: {
  x: number;
  y: number;
  turn?: number;
  fill?: string;
}) => (
  <g transform={`translate(${x} ${y}) rotate(${turn})`}>
    <path d="M-14 2C-6-5 6-5 15 1 6 4-5 6-14 2z" fill={fill} />
    <path d="M-13 2c-4-1-5-4-7-4" stroke="#3d7a3b" strokeWidth="2.4" fill="none" strokeLinecap="round" />
  </g>
);
