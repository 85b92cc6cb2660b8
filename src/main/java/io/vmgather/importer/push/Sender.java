package io.vmgather.importer.push;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.AbortSwitch;
import io.vmgather.common.vm.RefusedAnswer;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Upload;
import io.vmgather.common.vm.VmClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Sends one chunk after the other, each until it is taken. One thread sends, any may abort. */
final class Sender {
  private static final String IMPORT = "/api/v1/import";

  private final AbortSwitch stop = new AbortSwitch();
  private final VmClient client;
  private final RetryPolicy retry;
  private final PushSettings settings;
  private final Packed packed = new Packed();

  Sender(VmClient writer, PushSettings settings) {
    this.client = writer.withAbort(stop);
    this.retry = settings.retry().until(stop::aborted);
    this.settings = settings;
  }

  void abort() {
    stop.abort();
  }

  /**
   * @throws GatherException when it was not taken after all attempts, or CANCELLED
   */
  void send(Chunk chunk) {
    Upload upload = upload(chunk);
    try {
      retry.run(
          () -> {
            client.send(IMPORT, upload);
            return true;
          });
    } catch (GatherException e) {
      throw inWordsOfWriting(e);
    }
  }

  private Upload upload(Chunk chunk) {
    if (!settings.gzip()) {
      return new Upload(chunk.bytes(), chunk.length(), false);
    }
    packed.reset();
    try (OutputStream gzip = new QuickGzip(packed)) {
      gzip.write(chunk.bytes(), 0, chunk.length());
    } catch (IOException impossible) {
      throw new GatherException(ErrorCode.INTERNAL, "Compressing failed", impossible);
    }
    return new Upload(packed.bytes(), packed.size(), true);
  }

  /** The hints of failed requests are about reading. */
  private static GatherException inWordsOfWriting(GatherException e) {
    return switch (e.code()) {
      case LOGIN_REFUSED ->
          RefusedAnswer.statusOf(e).filter(status -> status == 403).isPresent()
              ? e.hint("The sign-in is known, but may not write here; ask for write access.")
              : e;
      case ROUTE_MISSING ->
          e.hint("Check the address's path: a cluster takes data at /insert/<tenant>/prometheus.");
      case SERVER_LIMIT, REJECTED -> e.hint("See the target's log; what was taken so far stays.");
      case BUSY, TIMED_OUT -> e.hint("Resume later, or limit the rate.");
      default -> e;
    };
  }

  /** Bytes that can be looked at without a copy. */
  private static final class Packed extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }

  /** Speed counts more than the last tenth of size. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 64 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
