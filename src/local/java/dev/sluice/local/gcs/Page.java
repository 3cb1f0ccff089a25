package dev.sluice.local.gcs;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param next where the next page begins
 */
record Page(List<StoredObject> objects, List<String> prefixes, Optional<String> next) {}
