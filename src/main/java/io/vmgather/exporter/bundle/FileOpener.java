package io.vmgather.exporter.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens every file that this package writes; tests put a full disk in its place. */
interface FileOpener {
  FileChannel open(Path path, Set<OpenOption> options) throws IOException;

  /** Files that only the process' own user may read, where the file system knows such a thing. */
  FileOpener PRIVATE = (path, options) -> FileChannel.open(path, options, ownerOnly());

  /** Files with the permissions that the user has chosen for new ones. */
  FileOpener ORDINARY = (path, options) -> FileChannel.open(path, options);

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
