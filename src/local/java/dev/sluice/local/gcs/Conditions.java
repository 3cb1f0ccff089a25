package dev.sluice.local.gcs;

import java.util.Optional;
import java.util.OptionalLong;

/** The preconditions of a request. On a read a failed "not match" is 304, everything else that fails is 412. */
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
        return named(request, "generation", "if");
    }

    static Conditions ofSource(Request request) {
        return named(request, "sourceGeneration", "ifSource");
    }

    private static Conditions named(Request request, String generation, String start) {
        return new Conditions(
                request.number(generation),
                request.number(start + "GenerationMatch"),
                request.number(start + "GenerationNotMatch"),
                request.number(start + "MetagenerationMatch"),
                request.number(start + "MetagenerationNotMatch"));
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
