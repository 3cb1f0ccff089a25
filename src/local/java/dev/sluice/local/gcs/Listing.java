package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Makes one page out of two sorted sources: the names on record, and the names of files that may be new or changed. */
@Fidelity(
        what = "lists in the order of UTF-8 bytes: pages, prefix, delimiter, start and end offsets, matchGlob",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"StorageConformanceTest", "LocalStorageListTest", "python-storage.sh"},
        simplified = "`fields` and `projection` are ignored; a list of versions has the live ones only")
final class Listing {
    /** The object of that name as it is now. */
    interface Lookup {
        Optional<StoredObject> now(String name) throws IOException;
    }

    private final NavigableMap<String, StoredObject> index;
    private final FolderWalk walk;
    private final Lookup lookup;
    private final ListQuery query;
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();

    Listing(NavigableMap<String, StoredObject> index, FolderWalk walk, Lookup lookup, ListQuery query) {
        this.index = index;
        this.walk = walk;
        this.lookup = lookup;
        this.query = query;
    }

    Page page() throws IOException {
        Optional<String> at = Optional.of(query.start());
        while (at.isPresent()) {
            Optional<String> name = firstFrom(at.get()).filter(query::reaches);
            if (name.isEmpty()) {
                break;
            }
            Optional<StoredObject> object = query.wants(name.get()) ? lookup.now(name.get()) : Optional.empty();
            if (object.isPresent() && objects.size() + prefixes.size() >= query.most()) {
                return new Page(objects, prefixes, name);
            }
            at = object.isPresent() ? add(object.get()) : Optional.of(Utf8Order.BYTES.successor(name.get()));
        }
        return new Page(objects, prefixes, Optional.empty());
    }

    private Optional<String> firstFrom(String at) throws IOException {
        Optional<String> onDisk = walk.ceiling(at);
        String onRecord = index.ceilingKey(at);
        if (onRecord == null || onDisk.isPresent() && Utf8Order.BYTES.before(onDisk.get(), onRecord)) {
            return onDisk;
        }
        return Optional.of(onRecord);
    }

    /** Adds the object or what it is rolled up to, and says where to go on. */
    private Optional<String> add(StoredObject object) {
        Optional<String> prefix = query.rolledUp(object.name());
        if (prefix.isEmpty()) {
            objects.add(object);
            return Optional.of(Utf8Order.BYTES.successor(object.name()));
        }
        prefixes.add(prefix.get());
        if (query.includeTrailingDelimiter() && prefix.get().equals(object.name())) {
            objects.add(object);
        }
        return Utf8Order.BYTES.afterAll(prefix.get());
    }
}
