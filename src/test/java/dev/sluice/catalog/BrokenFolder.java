package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;

/** What a folder that must not load is told. */
final class BrokenFolder {
    private BrokenFolder() {}

    static List<String> messages(Folder folder) {
        return assertThatExceptionOfType(CatalogException.class).isThrownBy(folder::load).actual().problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
