import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from "node:crypto";

/** A browser's side of Web Push: its keys, and the reading of what is meant for it. */
export interface PushReceiver {
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** Undoes `aes128gcm` as RFC 8291 has it. @throws when it was not meant for these keys, or was changed on the way. */
  decrypt(body: Buffer): string;
}

export function createReceiver(): PushReceiver {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: pair.getPublicKey("base64url"), auth: auth.toString("base64url") },
    decrypt: (body) => decrypt(pair, auth, body),
  };
}

const TAG_BYTES = 16;

/** RFC 8188, section 2.1: salt (16), record size (4), length of the key id (1), key id, then one record. */
function decrypt(pair: ECDH, auth: Buffer, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + idLength);
  const record = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), senderKey]);
  const secret = derive(pair.computeSecret(senderKey), auth, info, 32);
  const key = derive(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
  // The last record's text ends in a 2, then zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, info, bytes));
}
