package io.vmgather.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;

/** The steps of the importer's page, as a person takes them. */
final class ImportWalk {
  private final Visit visit;

  ImportWalk(Visit visit) {
    this.visit = visit;
  }

  ImportWalk connect(String url) {
    visit.title("Connection");
    visit.at("url").fill(url);
    visit.click("test");
    visit.see("connected");
    visit.click("continue");
    visit.title("Bundle");
    return this;
  }

  ImportWalk pick(Path file) {
    visit.at("file").setInputFiles(file);
    visit.see("bundle-facts");
    return this;
  }

  ImportWalk pick(String name, byte[] content) {
    visit.at("file").setInputFiles(new FilePayload(name, "application/octet-stream", content));
    return this;
  }

  ImportWalk align() {
    visit.click("continue");
    visit.title("Preflight and alignment");
    visit.see("range-picture");
    return this;
  }

  /** Waits until every line was checked. */
  ImportWalk checkAll() {
    visit.click("full-check");
    visit.says("check-kind", "Full check");
    return this;
  }

  ImportWalk moveToNow() {
    visit.at("align-now").check();
    return this;
  }

  ImportWalk drop(String label) {
    Locator tick = visit.at("drop-label-" + label);
    tick.check();
    return this;
  }

  /** At most 50,000 samples a second, so that there is a middle to look at. */
  ImportWalk slowly() {
    visit.at("speed-limit").selectOption("50000");
    return this;
  }

  ImportWalk start() {
    visit.click("start");
    return this;
  }

  ImportWalk untilVerified() {
    // New samples are searchable only some seconds after the last one was sent.
    visit.says("title", "Import verified", 90);
    return this;
  }
}
