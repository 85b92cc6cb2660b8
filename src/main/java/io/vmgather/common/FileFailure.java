package io.vmgather.common;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Turns an I/O error on a file into the failure that tells its reader what to do. */
public final class FileFailure {
  // The JDK hands on the system's text only: ENOSPC, EDQUOT, EFBIG, and Windows' ERROR_DISK_FULL.
  private static final List<String> FULL =
      List.of(
          "no space left on device",
          "disk quota exceeded",
          "file too large",
          "not enough space on the disk");

  private FileFailure() {}

  /**
   * DISK_FULL, CANCELLED for an interrupted channel, else FILE_ACCESS.
   *
   * @param doing such as "writing the staging file"
   */
  public static GatherException of(IOException cause, String doing, Path path) {
    if (cause instanceof ClosedByInterruptException) {
      return new GatherException(ErrorCode.CANCELLED, "Interrupted while " + doing, cause);
    }
    if (isFull(cause)) {
      return new GatherException(
              ErrorCode.DISK_FULL, "No space is left while " + doing + ": " + path, cause)
          .hint("Free space there or choose another folder.");
    }
    return new GatherException(
            ErrorCode.FILE_ACCESS, "Failed " + doing + ": " + path + ": " + reason(cause), cause)
        .hint("Check the path and that this user may use it.");
  }

  private static boolean isFull(IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(text::contains);
  }

  // The messages of java.nio.file are the bare path, which stands before it already.
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "access denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (cause instanceof NotDirectoryException) {
      return "not a folder";
    }
    return cause instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : cause.getMessage();
  }
}
