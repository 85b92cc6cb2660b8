/**
 * Talks to a VictoriaMetrics: connection, sign-in, addresses, requests, lines.
 *
 * <p>May import: {@code common}, Apache HttpClient, Jackson.
 */
package io.vmgather.common.vm;
