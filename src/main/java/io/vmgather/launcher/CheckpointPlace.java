package io.vmgather.launcher;

import io.vmgather.common.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Where an import on the command line notes how far it is: beside its bundle. */
final class CheckpointPlace {
  private static final int HASHED_DIGITS = 12;

  private CheckpointPlace() {}

  /**
   * One file for each bundle and target; null where the bundle's folder can't be written, then an
   * import can't be resumed.
   */
  static Path of(Path bundle, URI target) {
    Path folder = bundle.getParent();
    if (!Files.isWritable(folder)) {
      return null;
    }
    byte[] hash = Sha256.newDigest().digest(target.toString().getBytes(StandardCharsets.UTF_8));
    String place = HexFormat.of().formatHex(hash).substring(0, HASHED_DIGITS);
    return folder.resolve(bundle.getFileName() + "." + place + ".checkpoint");
  }
}
