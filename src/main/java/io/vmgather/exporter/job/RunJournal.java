package io.vmgather.exporter.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.SealedJournal;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.DictionaryState;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes what a resume needs, sealed: once {@link SealedStart}, then at each checkpoint what came
 * since the last one. {@link SavedRun} reads it.
 */
final class RunJournal implements Closeable {
  static final ObjectMapper JSON = ExportJson.mapper();

  private final SealedJournal file;
  private final DataOutputStream out;
  private final DictionaryState dictionary;

  private RunJournal(SealedJournal file, DataOutputStream out, DictionaryState dictionary) {
    this.file = file;
    this.out = out;
    this.dictionary = dictionary;
  }

  static RunJournal create(
      Path folder, String jobId, SealKey key, SealedStart start, Dictionary dictionary) {
    SealedJournal file = SealedJournal.create(folder, jobId, key.bytes());
    DataOutputStream out = new DataOutputStream(file.out());
    try {
      writeJson(start, out);
      return new RunJournal(file, out, DictionaryState.begin(dictionary, out));
    } catch (IOException e) {
      file.close();
      throw failed(e);
    }
  }

  /** Goes on behind what was read; whoever calls it holds the job's staging. */
  static RunJournal reopen(ResumeTicket ticket, SavedRun saved) {
    SealedJournal file =
        SealedJournal.reopen(
            ticket.stagingFolder(), ticket.jobId(), ticket.key().bytes(), saved.state().journal());
    return new RunJournal(file, new DataOutputStream(file.out()), saved.dictionary());
  }

  /** Makes durable where the run stands. */
  SealedJournal.Position write(RunTotals totals, LabelRewriter rewriter) {
    try {
      writeJson(totals, out);
      dictionary.writeNew(out);
      rewriter.writeNew(out);
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
    return file.commit();
  }

  private static void writeJson(Object value, DataOutputStream out) throws IOException {
    byte[] json = JSON.writeValueAsBytes(value);
    out.writeInt(json.length);
    out.write(json);
  }

  private static GatherException failed(IOException e) {
    return new GatherException(
        ErrorCode.FILE_ACCESS, "the sealed file can't be written: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    file.close();
  }
}
