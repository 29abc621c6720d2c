import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Tiffin Kitchen",
    short_name: "Kitchen",
    description: "The kitchen’s board: take orders on, cook them, hand them over.",
    start_url: "/",
    display: "standalone",
    // Some tablets stand, some hang: the board follows.
    orientation: "any",
    background_color: "#faf6ee",
    theme_color: "#17583f",
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
