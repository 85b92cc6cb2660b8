/**
 * What both web applications share: health and the version they report.
 *
 * <p>May import: {@code common}, Jakarta EE.
 */
package io.vmgather.common.web;
