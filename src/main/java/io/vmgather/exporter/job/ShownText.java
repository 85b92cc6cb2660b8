package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Address;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures as people may read them: without originals of hidden labels, though a source repeats the
 * question in its texts, and a proxy all that it was sent. The source's own address stays; it is
 * the caller's. Any thread.
 */
final class ShownText {
  /** Those whose texts are the source's, or hold the selection. */
  private static final Set<ErrorCode> QUOTING =
      Set.of(
          ErrorCode.INVALID_INPUT,
          ErrorCode.LOGIN_REFUSED,
          ErrorCode.BUSY,
          ErrorCode.ROUTE_MISSING,
          ErrorCode.REJECTED,
          ErrorCode.SERVER_LIMIT,
          ErrorCode.BROKEN_ANSWER,
          ErrorCode.NOTHING_MATCHED);

  private static final long CACHE_BYTES = 0;

  private final ExportPlan plan;
  private final Dictionary dictionary;

  ShownText(ExportPlan plan, Dictionary dictionary) {
    this.plan = plan;
    this.dictionary = dictionary;
  }

  GatherException of(GatherException failure) {
    if (!QUOTING.contains(failure.code()) || !plan.rules().hidesAnything()) {
      return failure;
    }
    GatherException shown =
        new GatherException(failure.code(), hidden(failure.getMessage()), failure.getCause());
    shown = failure.hint().map(this::hidden).map(shown::hint).orElse(shown);
    shown = failure.field().map(shown::at).orElse(shown);
    shown.setStackTrace(failure.getStackTrace());
    return shown;
  }

  private String hidden(String text) {
    LabelRewriter rewriter = new LabelRewriter(dictionary, plan.rules(), CACHE_BYTES);
    String server = Address.read(plan.config().connection()).host();
    // As a whole: beside it could stand what makes it a part of another name.
    Matcher at =
        Pattern.compile("(?<![\\w.-])" + Pattern.quote(server) + "(?![\\w.-])").matcher(text);
    StringBuilder shown = new StringBuilder();
    int from = 0;
    while (at.find()) {
      shown.append(rewriter.rewriteText(text.substring(from, at.start()))).append(at.group());
      from = at.end();
    }
    return shown.append(rewriter.rewriteText(text.substring(from))).toString();
  }
}
