package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.FileFailure;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of uploads that one process has for itself, in the staging folder; another process with
 * the same staging folder takes the next. Any thread.
 */
final class UploadFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
  private static final int MOST_PROCESSES = 64;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String ARRIVING = "arriving";

  private final Path root;
  private final FileChannel lock;
  private final Clock clock;

  private UploadFolder(Path root, FileChannel lock, Clock clock) {
    this.root = root;
    this.lock = lock;
    this.clock = clock;
  }

  /**
   * Takes the first folder that no other process has.
   *
   * @throws GatherException FILE_ACCESS
   */
  static UploadFolder take(Path stagingRoot, Clock clock) {
    for (int number = 1; number <= MOST_PROCESSES; number++) {
      Path root = stagingRoot.resolve("imports-" + number);
      try {
        Files.createDirectories(root);
        FileChannel channel =
            FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(channel)) {
          return new UploadFolder(root, channel, clock);
        }
        channel.close();
      } catch (IOException e) {
        throw FileFailure.of(e, "making a folder for uploads", root);
      }
    }
    throw new GatherException(ErrorCode.FILE_ACCESS, "no folder for uploads is free")
        .hint("Give each server a staging folder of its own.");
  }

  @SuppressWarnings("resource") // The lock lives as long as its channel.
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another application of this process has it.
      return false;
    }
  }

  /** What an earlier process left whole; what was still arriving then is deleted. */
  List<Upload> found() {
    List<Upload> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : folders) {
        if (JobId.is(folder.getFileName().toString())) {
          StagedJson.read(folder.resolve(Upload.DESCRIPTION), Upload.class)
              .map(upload -> upload.in(folder))
              .filter(upload -> Files.isRegularFile(upload.file()))
              .ifPresentOrElse(found::add, () -> delete(folder));
        }
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("earlier uploads can't be looked for");
    }
    return found;
  }

  /** Writes a body to a new folder; see {@link Uploads#receive}. */
  Upload receive(Owner owner, String name, InputStream in, long announced, long most) {
    String id = JobId.random();
    Path folder = root.resolve(id);
    try {
      Files.createDirectory(folder);
      Path arriving = folder.resolve(ARRIVING);
      MessageDigest digest = sha256();
      byte[] start = new byte[2];
      long bytes = copy(in, arriving, digest, start, most);
      requireWhole(bytes, announced);
      Upload upload =
          new Upload(
              id,
              owner,
              name,
              kind(start),
              bytes,
              HexFormat.of().formatHex(digest.digest()),
              clock.millis(),
              folder);
      Files.move(arriving, upload.file());
      StagedJson.write(folder.resolve(Upload.DESCRIPTION), upload);
      return upload;
    } catch (IOException e) {
      delete(folder);
      throw FileFailure.of(e, "storing the bundle", folder);
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  private static long copy(InputStream in, Path to, MessageDigest digest, byte[] start, long most)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        for (int i = 0; i < read && bytes + i < start.length; i++) {
          start[(int) bytes + i] = buffer[i];
        }
        bytes += read;
        if (bytes > most) {
          throw tooLarge(most);
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return bytes;
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private static void requireWhole(long bytes, long announced) {
    if (bytes == 0) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the bundle is empty")
          .hint("Send a .zip, .jsonl or .jsonl.gz file.")
          .at("bundle");
    }
    if (announced >= 0 && bytes != announced) {
      throw brokenOff(null);
    }
  }

  private static GatherException brokenOff(IOException cause) {
    return new GatherException(ErrorCode.INVALID_INPUT, "the upload broke off", cause)
        .hint("Send the bundle again.")
        .at("bundle");
  }

  static GatherException tooLarge(long most) {
    return new GatherException(ErrorCode.TOO_LARGE, "the bundle is larger than " + most + " bytes")
        .hint("The setting vmgather.upload.max-bytes is the limit.")
        .at("bundle");
  }

  private static String kind(byte[] start) {
    if (start[0] == 'P' && start[1] == 'K') {
      return "zip";
    }
    return start[0] == 0x1f && (start[1] & 0xff) == 0x8b ? "jsonl.gz" : "jsonl";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete(Upload upload) {
    delete(upload.folder());
  }

  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("an upload can't be deleted; the next sweep tries again");
    }
  }

  /** Gives the folder to whoever comes next. */
  @Override
  public void close() {
    try {
      lock.close();
      try (DirectoryStream<Path> rest = Files.newDirectoryStream(root)) {
        for (Path file : rest) {
          if (!file.getFileName().toString().equals("lock")) {
            return;
          }
        }
      }
      Files.deleteIfExists(root.resolve("lock"));
      Files.deleteIfExists(root);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the folder for uploads can't be given back");
    }
  }
}
