export { postMoney, postOrderEvent } from "./post-order.ts";
export { statementCsv, statementOf, statementWire, type Statement } from "./statements.ts";
export { recordCashDeposit } from "./cash-deposits.ts";
export { ledgerFaults } from "@tiffin/db/queries/ledger";
