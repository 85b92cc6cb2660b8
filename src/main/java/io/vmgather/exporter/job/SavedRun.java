package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.SealedJournal;
import io.vmgather.exporter.bundle.StagingFolder;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.DictionaryState;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What an earlier run has left, up to its last checkpoint.
 *
 * @param state of the checkpoint file
 * @param totals as the sealed journal has them
 * @param plan of the sealed configuration
 * @param rewriter counts and checks from there on
 * @param warnings of the earlier run
 */
record SavedRun(
    JobState state,
    SealedStart start,
    ExportPlan plan,
    RunTotals totals,
    DictionaryState dictionary,
    LabelRewriter rewriter,
    List<String> warnings) {

  /**
   * @param live the session's dictionary; null when it has to be made
   * @throws GatherException NOT_FOUND, BUNDLE_DAMAGED, FILE_ACCESS, or INVALID_INPUT at {@code
   *     resume_token}
   */
  static SavedRun read(ResumeTicket ticket, Dictionary live, long cacheBytes) {
    JobState state = StagingFolder.jobState(ticket.stagingFolder(), ticket.jobId(), JobState.class);
    if (state == null || state.journal() == null) {
      throw damaged("its checkpoint names no sealed file", null);
    }
    try (InputStream sealed =
            SealedJournal.read(
                ticket.stagingFolder(), ticket.jobId(), ticket.key().bytes(), state.journal());
        DataInputStream in = new DataInputStream(new BufferedInputStream(sealed))) {
      SavedRun saved = new Reader(in, state, live, cacheBytes).read();
      if (saved.totals.completedBatches() != state.completedBatches()) {
        throw damaged("its checkpoint and its sealed file do not agree", null);
      }
      return saved;
    } catch (IOException e) {
      throw damaged("its sealed file can't be read", e);
    }
  }

  static GatherException damaged(String why, Exception cause) {
    return new GatherException(
            ErrorCode.BUNDLE_DAMAGED, "what is left of the export is damaged: " + why, cause)
        .hint("Start the export again; this one can't be resumed.");
  }

  /** Reads what {@link RunJournal} wrote, in its order. */
  private static final class Reader {
    private final DataInputStream in;
    private final JobState state;
    private final Dictionary live;
    private final long cacheBytes;
    private final List<String> warnings = new ArrayList<>();
    private RunTotals totals;
    private LabelRewriter rewriter;

    Reader(DataInputStream in, JobState state, Dictionary live, long cacheBytes) {
      this.in = in;
      this.state = state;
      this.live = live;
      this.cacheBytes = cacheBytes;
    }

    SavedRun read() throws IOException {
      SealedStart start = json(in.readInt(), SealedStart.class);
      if (start.version() != SealedStart.VERSION) {
        throw damaged("it was written by another version", null);
      }
      ExportPlan plan = ExportPlan.of(start.config(), ignored -> {});
      DictionaryState dictionary = DictionaryState.read(live, in);
      for (int length = nextLength(); length >= 0; length = nextLength()) {
        readCheckpoint(json(length, RunTotals.class), plan, dictionary);
      }
      if (rewriter == null) {
        throw damaged("it holds no checkpoint", null);
      }
      return new SavedRun(state, start, plan, totals, dictionary, rewriter, warnings);
    }

    private void readCheckpoint(RunTotals next, ExportPlan plan, DictionaryState dictionary)
        throws IOException {
      dictionary.readNew(in);
      if (rewriter == null || next.attempt() != totals.attempt()) {
        rewriter = new LabelRewriter(dictionary.dictionary(), plan.rules(), cacheBytes);
        rewriter.track();
      }
      rewriter.readNew(in);
      warnings.addAll(next.newWarnings());
      totals = next;
    }

    /** The length of the next checkpoint's head, or -1 behind the last one. */
    private int nextLength() throws IOException {
      int first = in.read();
      if (first < 0) {
        return -1;
      }
      return first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }

    private <T> T json(int length, Class<T> type) throws IOException {
      byte[] json = length < 0 ? new byte[0] : in.readNBytes(length);
      if (json.length != length) {
        throw new EOFException();
      }
      return RunJournal.JSON.readValue(json, type);
    }
  }
}
