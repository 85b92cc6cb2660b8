package io.vmgather.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/** A person without a mouse: Tab, Enter, Space and letters. */
final class Keyboard {
  private static final int MOST_STOPS = 300;
  private static final String FOCUSED = "document.activeElement?.dataset?.testid ?? ''";

  private final Page page;

  Keyboard(Page page) {
    this.page = page;
  }

  /** The step with that title has opened and its heading has the focus. */
  void isAt(String heading) {
    page.waitForCondition(
        () -> page.evaluate("document.activeElement?.innerText ?? ''").equals(heading));
    assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("H1");
  }

  /** Tabs on until that element has the focus. */
  void reach(String testId) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      if (testId.equals(page.evaluate(FOCUSED))) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("not reached with Tab: " + testId);
  }

  void press(String testId, String key) {
    reach(testId);
    page.keyboard().press(key);
  }

  void type(String testId, String text) {
    reach(testId);
    page.keyboard().type(text);
  }
}
