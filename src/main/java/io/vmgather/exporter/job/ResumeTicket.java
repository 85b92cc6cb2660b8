package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * What a client holds to resume an export.
 *
 * @param stagingFolder absolute; whoever takes a ticket from outside must check that its exports
 *     may lie there
 */
public record ResumeTicket(String jobId, Path stagingFolder, SealKey key) {
  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;

  public ResumeTicket {
    stagingFolder = stagingFolder.toAbsolutePath();
  }

  /** Folder and key as text for a URL or JSON: a secret. */
  public String token() {
    byte[] folder = stagingFolder.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(1 + KEY_BYTES + folder.length)
            .put(VERSION)
            .put(key.bytes())
            .put(folder)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * Reads a token back.
   *
   * @param token what {@link #token} gave
   * @throws GatherException INVALID_INPUT at {@code resume_token}
   */
  public static ResumeTicket parse(String jobId, String token) {
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token == null ? "" : token));
      if (all.remaining() <= 1 + KEY_BYTES || all.get() != VERSION) {
        throw notOurs(null);
      }
      byte[] key = new byte[KEY_BYTES];
      all.get(key);
      Path folder = Path.of(StandardCharsets.UTF_8.decode(all).toString());
      if (!folder.isAbsolute()) {
        throw notOurs(null);
      }
      return new ResumeTicket(jobId, folder, SealKey.of(key));
    } catch (InvalidPathException e) {
      throw notOurs(e);
    } catch (IllegalArgumentException e) {
      throw notOurs(e);
    }
  }

  static GatherException notOurs(Exception cause) {
    return new GatherException(ErrorCode.INVALID_INPUT, "this is no resume token", cause)
        .hint("Use the token that the start of this export answered with.")
        .at("resume_token");
  }
}
