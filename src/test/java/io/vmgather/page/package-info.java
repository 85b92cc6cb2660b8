/** The pages in a real Chromium, on the applications as the build made them. */
package io.vmgather.page;
