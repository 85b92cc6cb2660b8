package io.vmgather.exporter.bundle;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The start of a sealed file: what it is, its salt, a check of the key, and the CRC-32 of these.
 */
final class SealedHeader {
  static final int LENGTH = 8 + FrameSeal.SALT_BYTES + FrameSeal.CHECK_BYTES + Integer.BYTES;

  private static final byte[] MAGIC = "vmgseal1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] salt;
  private final byte[] check;

  /**
   * @param salt {@link FrameSeal#SALT_BYTES} random bytes
   * @param check what {@link FrameSeal#check} gives with the right key
   */
  SealedHeader(byte[] salt, byte[] check) {
    this.salt = salt;
    this.check = check;
  }

  ByteBuffer bytes() {
    ByteBuffer header = ByteBuffer.allocate(LENGTH).put(MAGIC).put(salt).put(check);
    return header.putInt(crc(header.array())).flip();
  }

  /**
   * @throws GatherException BUNDLE_DAMAGED when the file is missing or no sealed file
   */
  static SealedHeader read(StagingPaths paths) throws IOException {
    try (InputStream in = Files.newInputStream(paths.sealed())) {
      ByteBuffer header = ByteBuffer.wrap(in.readNBytes(LENGTH));
      if (header.remaining() < LENGTH || header.getInt(LENGTH - 4) != crc(header.array())) {
        throw damaged(paths, "its header is not whole", null);
      }
      byte[] magic = new byte[MAGIC.length];
      byte[] salt = new byte[FrameSeal.SALT_BYTES];
      byte[] check = new byte[FrameSeal.CHECK_BYTES];
      header.get(magic).get(salt).get(check);
      if (!Arrays.equals(magic, MAGIC)) {
        throw damaged(paths, "it was written by another version", null);
      }
      return new SealedHeader(salt, check);
    } catch (NoSuchFileException e) {
      throw damaged(paths, "it is missing", e);
    }
  }

  /**
   * @throws GatherException INVALID_INPUT at {@code resume_token} when the key is another one
   */
  FrameSeal open(StagingPaths paths, byte[] key) {
    FrameSeal seal = new FrameSeal(key, salt, paths.jobId());
    if (!MessageDigest.isEqual(check, seal.check())) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "this resume token does not open the export's saved state")
          .hint("Use the token that the start of this export answered with, or start again.")
          .at("resume_token");
    }
    return seal;
  }

  static GatherException damaged(StagingPaths paths, String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED,
            "The sealed file " + paths.sealed() + " can't be used: " + why,
            cause)
        .hint("Start the export again; this one can't be resumed.");
  }

  private static int crc(byte[] header) {
    CRC32 crc = new CRC32();
    crc.update(header, 0, LENGTH - Integer.BYTES);
    return (int) crc.getValue();
  }
}
