package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The preconditions of a request. On a read a failed "not match" is 304, everything else that fails is 412. */
@Fidelity(
        what = "conditions on generation and metageneration for reads, writes, copies and deletes: 412, 304",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = "StorageConformanceTest")
record Conditions(
        OptionalLong generation,
        OptionalLong generationMatch,
        OptionalLong generationNotMatch,
        OptionalLong metagenerationMatch,
        OptionalLong metagenerationNotMatch) {

    static final Conditions NONE = new Conditions(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    static Conditions of(Request request) {
        return named(request, "generation", "if").orHeaders(request);
    }

    static Conditions ofSource(Request request) {
        return named(request, "sourceGeneration", "ifSource");
    }

    /** The XML API has them in headers. */
    private Conditions orHeaders(Request request) {
        return new Conditions(
                generation,
                or(generationMatch, request, "x-goog-if-generation-match"),
                generationNotMatch,
                or(metagenerationMatch, request, "x-goog-if-metageneration-match"),
                metagenerationNotMatch);
    }

    private static OptionalLong or(OptionalLong given, Request request, String header) {
        return given.isPresent()
                ? given
                : request.header(header).stream()
                        .mapToLong(text -> Request.wholeNumber(header, text))
                        .findFirst();
    }

    private static Conditions named(Request request, String generation, String start) {
        return new Conditions(
                request.number(generation),
                request.number(start + "GenerationMatch"),
                request.number(start + "GenerationNotMatch"),
                request.number(start + "MetagenerationMatch"),
                request.number(start + "MetagenerationNotMatch"));
    }

    /** Those of a write as a record keeps them, by name. */
    Map<String, Long> named() {
        Map<String, Long> named = new TreeMap<>();
        generationMatch.ifPresent(value -> named.put("generationMatch", value));
        generationNotMatch.ifPresent(value -> named.put("generationNotMatch", value));
        metagenerationMatch.ifPresent(value -> named.put("metagenerationMatch", value));
        metagenerationNotMatch.ifPresent(value -> named.put("metagenerationNotMatch", value));
        return named;
    }

    static Conditions of(Map<String, Long> named) {
        return new Conditions(
                OptionalLong.empty(),
                of(named, "generationMatch"),
                of(named, "generationNotMatch"),
                of(named, "metagenerationMatch"),
                of(named, "metagenerationNotMatch"));
    }

    private static OptionalLong of(Map<String, Long> named, String name) {
        return Stream.ofNullable(named.get(name)).mapToLong(Long::longValue).findFirst();
    }

    static Conditions generationIs(long generation) {
        OptionalLong none = OptionalLong.empty();
        return new Conditions(none, OptionalLong.of(generation), none, none, none);
    }

    /** Whether the request means this generation at all; there are no others, so any other is not found. */
    boolean means(StoredObject object) {
        return generation.isEmpty() || generation.getAsLong() == object.generation();
    }

    void forRead(StoredObject object) {
        forRead(object.generation(), object.metageneration());
    }

    void forRead(long now, long meta) {
        if (fails(generationMatch, now) || fails(metagenerationMatch, meta)) {
            throw Refusal.conditionNotMet();
        }
        if (holds(generationNotMatch, now) || holds(metagenerationNotMatch, meta)) {
            throw Refusal.notModified();
        }
    }

    /** An object that is not there has generation 0 and no metageneration. */
    void forWrite(Optional<StoredObject> object) {
        forWrite(
                object.map(StoredObject::generation).orElse(0L),
                object.map(StoredObject::metageneration).orElse(-1L));
    }

    void forWrite(long now, long meta) {
        if (fails(generationMatch, now)
                || fails(metagenerationMatch, meta)
                || holds(generationNotMatch, now)
                || holds(metagenerationNotMatch, meta)) {
            throw Refusal.conditionNotMet();
        }
    }

    private static boolean fails(OptionalLong wanted, long actual) {
        return wanted.isPresent() && wanted.getAsLong() != actual;
    }

    private static boolean holds(OptionalLong unwanted, long actual) {
        return unwanted.isPresent() && unwanted.getAsLong() == actual;
    }
}
