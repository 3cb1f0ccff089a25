/**
 * Cloud Storage on this machine. In: the JSON API over HTTP as Google's clients speak it, and files that jobs write into a
 * bucket's folder. Out: plain files below the data folder, their metadata below {@code .sluice/gcs}, and a CloudEvent to
 * each subscribed address for every object finalized. The HTTP side ends at {@link dev.sluice.local.gcs.Routes}; what an
 * operation means is {@link dev.sluice.local.gcs.Bucket}.
 */
package dev.sluice.local.gcs;
