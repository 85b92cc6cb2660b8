package io.vmgather.importer.service;

/** What a sender calls a file, made fit for people to read; no path is ever made of it. */
final class UploadName {
  private static final int LONGEST = 200;

  private UploadName() {}

  static String shown(String name) {
    if (name == null || name.isBlank()) {
      return "bundle";
    }
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("\\p{Cntrl}", "").strip();
    String kept = clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    return kept.isEmpty() ? "bundle" : kept;
  }
}
