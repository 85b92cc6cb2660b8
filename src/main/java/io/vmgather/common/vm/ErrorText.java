package io.vmgather.common.vm;

import java.util.regex.Pattern;

/** The reason in an error answer: in VictoriaMetrics' JSON, in an HTML page, or the text itself. */
final class ErrorText {
  // {"status":"error","errorType":"422","error":"…"}
  private static final Pattern JSON_ERROR =
      Pattern.compile("^\\s*\\{.*?\"error\":\"((?:[^\"\\\\]|\\\\.)*+)", Pattern.DOTALL);
  private static final Pattern HIDDEN =
      Pattern.compile("(?is)<(style|script|head)\\b.*?(</\\1>|$)");
  private static final Pattern TITLE = Pattern.compile("(?is)<title>(.*?)</title>");
  private static final Pattern TAG = Pattern.compile("<[^>]*>?");

  private ErrorText() {}

  static String reason(String text) {
    var json = JSON_ERROR.matcher(text);
    if (json.find()) {
      return json.group(1).replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\");
    }
    return text.stripLeading().startsWith("<") ? page(text) : text;
  }

  private static String page(String html) {
    var title = TITLE.matcher(html);
    String heading = title.find() ? title.group(1).strip() + ". " : "";
    String body = TAG.matcher(HIDDEN.matcher(html).replaceAll(" ")).replaceAll(" ");
    String words = (heading + body).replaceAll("\\s+", " ").strip();
    return words.length() > 300 ? words.substring(0, 300) + "…" : words;
  }
}
