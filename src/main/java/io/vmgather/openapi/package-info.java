/**
 * Describes the applications' REST interfaces as OpenAPI while they are built: from their resources
 * and the comments there. Runs in the build only; nothing of it is in the WARs or the jar.
 *
 * <p>May import: {@code common}, {@code common.web}, Jakarta REST, Jackson, the compiler's tree
 * API.
 */
package io.vmgather.openapi;
