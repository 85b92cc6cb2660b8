/**
 * Says what libraries each artifact holds, as a CycloneDX bill of materials. Runs in the build
 * only; nothing of it is in the WARs or the jar.
 *
 * <p>May import: Jackson.
 */
package io.vmgather.sbom;
