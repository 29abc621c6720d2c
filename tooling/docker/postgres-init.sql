-- Inngest keeps its own state beside ours, on the same server.
CREATE DATABASE inngest;
