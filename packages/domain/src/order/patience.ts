/** How long a kitchen usually has to answer before the order is cancelled and the customer gets the money back. */
export const KITCHEN_SILENCE_SECONDS = 300;
