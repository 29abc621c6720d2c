/** How long a kitchen has to answer before the order is cancelled and the customer gets the money back. */
export const KITCHEN_SILENCE_SECONDS = 480;
