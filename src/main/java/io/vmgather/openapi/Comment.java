package io.vmgather.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.ThrowsTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One documentation comment as CommonMark.
 *
 * @param first its first sentence
 * @param rest what follows
 * @param parameters by name: of a method, or components of a record
 * @param result what is returned
 * @param failures what is thrown, as one text
 */
record Comment(
    String first, String rest, Map<String, String> parameters, String result, String failures) {
  static final Comment NONE = new Comment("", "", Map.of(), "", "");

  static Comment of(DocCommentTree tree) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String result = "";
    StringBuilder failures = new StringBuilder();
    for (DocTree tag : tree.getBlockTags()) {
      if (tag instanceof ParamTree parameter) {
        parameters.put(parameter.getName().toString(), text(parameter.getDescription()));
      } else if (tag instanceof ReturnTree returned) {
        result = text(returned.getDescription());
      } else if (tag instanceof ThrowsTree thrown) {
        failures.append(failures.isEmpty() ? "" : "; ").append(text(thrown.getDescription()));
      }
    }
    return new Comment(
        text(tree.getFirstSentence()),
        text(tree.getBody()),
        parameters,
        result,
        failures.toString());
  }

  String whole() {
    return (first + (rest.isEmpty() ? "" : "\n\n" + rest)).strip();
  }

  private static String text(List<? extends DocTree> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(text(part)));
    return text.toString()
        .replaceAll("[ \\t]*\\n[ \\t]*(?!\\n)", " ")
        .replace("\u2029", "\n\n")
        .strip();
  }

  private static String text(DocTree part) {
    if (part instanceof LiteralTree literal) {
      return "`" + literal.getBody() + "`";
    }
    if (part instanceof LinkTree link) {
      String signature = link.getReference().getSignature();
      return "`" + signature.substring(signature.lastIndexOf('#') + 1) + "`";
    }
    if (part instanceof StartElementTree element) {
      return element.getName().contentEquals("p") ? "\u2029" : "";
    }
    return part.toString();
  }
}
