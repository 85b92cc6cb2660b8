package io.vmgather.exporter.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The checkpoint on disk: {@code {"staging":{…},"job":{…}}}. It is replaced as a whole or not at
 * all, and is durable when {@link #write} returns.
 */
final class CheckpointFile {
  private static final int BUFFER_BYTES = 64 * 1024;
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final StagingPaths paths;
  private final FileOpener opener;

  CheckpointFile(StagingPaths paths, FileOpener opener) {
    this.paths = paths;
    this.opener = opener;
  }

  /**
   * @param job anything that Jackson writes: a record, a map, a tree
   */
  void write(Checkpoint checkpoint, Object job) throws IOException {
    try (FileChannel file =
        opener.open(
            paths.nextCheckpoint(),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
      try (JsonGenerator json = MAPPER.createGenerator(out)) {
        json.writeStartObject();
        json.writePOJOField("staging", checkpoint);
        json.writePOJOField("job", job);
        json.writeEndObject();
      }
      out.flush();
      file.force(true);
    }
    Files.move(
        paths.nextCheckpoint(),
        paths.checkpoint(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(paths.folder());
  }

  /**
   * @throws GatherException BUNDLE_DAMAGED when it is not what {@link #write} wrote for this job
   */
  Checkpoint read() throws IOException {
    Checkpoint checkpoint = at("/staging", Checkpoint.class);
    if (checkpoint == null
        || checkpoint.version() != Checkpoint.VERSION
        || checkpoint.sha256() == null
        || !paths.jobId().equals(checkpoint.jobId())) {
      throw damaged("it belongs to another job or version", null);
    }
    return checkpoint;
  }

  /** The job's own state of the last checkpoint; null when there is none. */
  <T> T readJob(Class<T> type) throws IOException {
    return at("/job", type);
  }

  private <T> T at(String pointer, Class<T> type) throws IOException {
    Path path = paths.checkpoint();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      return MAPPER.readerFor(type).at(pointer).readValue(in);
    } catch (JsonProcessingException e) {
      throw damaged(e.getOriginalMessage(), e);
    }
  }

  private GatherException damaged(String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED,
            "The checkpoint " + paths.checkpoint() + " can't be used: " + why,
            cause)
        .hint("Start the export again; this one can't be resumed.");
  }
}
