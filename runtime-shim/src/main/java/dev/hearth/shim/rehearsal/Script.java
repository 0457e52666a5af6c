package dev.hearth.shim.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the gateway of a rehearsal says: as a real one, about a function that there is not. */
final class Script {
  static final String SANDBOX = "rehearsal";

  private static final int FILES = 8;
  private static final int FILE_BYTES = 16 * 1024;
  private static final long VALID_MS = 60_000;
  private static final String EPOCH = "Hearth-Epoch: 0\r\n";

  private final KeyPair keys;

  Script() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  byte[] publicKey() {
    return keys.getPublic().getEncoded();
  }

  String hello(String nonce, long nowMs) throws GeneralSecurityException {
    String expires = Long.toString(nowMs + VALID_MS / 2);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(
        ("hearth-hello-1\n" + SANDBOX + "\n" + nonce + "\n0\n" + expires).getBytes(UTF_8));
    return EPOCH
        + "Hearth-Protocol: 1\r\nHearth-Expires: "
        + expires
        + "\r\nHearth-Signature: "
        + Base64.getEncoder().encodeToString(signature.sign())
        + "\r\n";
  }

  static String specialise() {
    return EPOCH;
  }

  /** The body of specialise. */
  static byte[] code() throws IOException {
    byte[] zip = zip();
    CRC32C crc = new CRC32C();
    crc.update(zip);
    String checksum = HexFormat.of().toHexDigits((int) crc.getValue());
    byte[] json = settings(checksum, zip.length).getBytes(UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(body);
    data.writeInt(json.length);
    data.write(json);
    data.write(zip);
    return body.toByteArray();
  }

  /** Nothing can be started by the name of a folder. */
  private static String settings(String crc32c, int size) {
    return """
      {"function":"rehearsal","version":"$LATEST","revision":"1","accountId":"000000000000",\
      "region":"us-east-1","runtime":"provided.al2023","command":["/"],\
      "runtimeEnvironment":{"PYTHONPATH":"${taskRoot}"},"workingDirectory":"${taskRoot}",\
      "handler":"app.handler","memorySizeMb":128,"timeoutMs":3000,"environment":{"STAGE":"test"},\
      "initializationType":"on-demand","logFormat":"Text","applicationLogLevel":"INFO",\
      "systemLogLevel":"INFO","artifacts":[{"kind":"code","sha256":"","crc32c":"%s","size":%d}]}"""
        .formatted(crc32c, size);
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      byte[] content = new byte[FILE_BYTES];
      for (int file = 0; file < FILES; file++) {
        for (int i = 0; i < content.length; i++) {
          content[i] = (byte) ((i * i * (file + 3)) >> 7);
        }
        zip.putNextEntry(file % 2 == 0 ? new ZipEntry(name(file)) : stored(name(file), content));
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static String name(int file) {
    return "folder/part" + file + ".txt";
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    return entry;
  }

  static String invoke(int number) {
    return EPOCH
        + "Hearth-Request-Id: 00000000-0000-0000-0000-00000000000"
        + number
        + "\r\nHearth-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:rehearsal\r\n"
        + "Hearth-Trace-Id: Root=1-00000000-000000000000000000000000\r\nHearth-Log-Tail: "
        + number % 2
        + "\r\n";
  }
}
