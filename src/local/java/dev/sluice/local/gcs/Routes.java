package dev.sluice.local.gcs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All addresses of the JSON API that are answered here. An object's name is one encoded segment, as Google wants it. */
final class Routes {
    private static final String BUCKETS = "/storage/v1/b";
    private static final String BUCKET = BUCKETS + "/{bucket}";
    private static final String OBJECTS = BUCKET + "/o";
    private static final String OBJECT = OBJECTS + "/{object}";

    private final List<Route> routes = new ArrayList<>();

    /** Answers one kind of request. */
    interface Handler {
        Response answer(Request request) throws IOException;
    }

    private record Route(String method, String[] pattern, Handler handler) {
        Optional<Map<String, String>> match(String[] path) {
            if (path.length != pattern.length) {
                return Optional.empty();
            }
            for (int i = 0; i < path.length; i++) {
                if (!pattern[i].startsWith("{") && !pattern[i].equals(path[i])) {
                    return Optional.empty();
                }
            }
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                if (pattern[i].startsWith("{")) {
                    places.put(pattern[i].substring(1, pattern[i].length() - 1), PercentCode.path(path[i]));
                }
            }
            return Optional.of(places);
        }
    }

    Routes(Buckets buckets, Resources resources) {
        BucketDoor bucket = new BucketDoor(buckets, resources);
        on("GET", BUCKETS, bucket::list);
        on("POST", BUCKETS, bucket::insert);
        on("GET", BUCKET, bucket::get);
        on("PATCH", BUCKET, bucket::patch);
        on("PUT", BUCKET, bucket::patch);
        on("DELETE", BUCKET, bucket::delete);
        on("GET", BUCKET + "/iam/testPermissions", bucket::testPermissions);
        on("GET", BUCKET + "/storageLayout", bucket::storageLayout);
        on("GET", BUCKET + "/folders", bucket::noFolders);
        on("GET", BUCKET + "/managedFolders", bucket::noFolders);

        ObjectDoor object = new ObjectDoor(buckets, resources);
        on("GET", OBJECTS, object::list);
        on("GET", OBJECT, object::get);
        on("PATCH", OBJECT, object::patch);
        on("PUT", OBJECT, object::update);
        on("DELETE", OBJECT, object::delete);
        on("GET", "/download" + OBJECT, object::media);

        CopyDoor copy = new CopyDoor(buckets, resources);
        on("POST", OBJECT + "/rewriteTo/b/{toBucket}/o/{toObject}", copy::rewrite);
        on("POST", OBJECT + "/copyTo/b/{toBucket}/o/{toObject}", copy::copy);
        on("POST", OBJECT + "/moveTo/o/{toObject}", copy::move);
        on("POST", OBJECT + "/compose", copy::compose);

        UploadDoor upload = new UploadDoor(buckets, resources);
        for (String start : List.of("/upload", "/resumable/upload")) {
            on("POST", start + OBJECTS, upload::start);
            on("PUT", start + OBJECTS, upload::proceed);
            on("DELETE", start + OBJECTS, upload::cancel);
        }

        on("POST", "/batch/storage/v1", new BatchDoor(this)::answer);
    }

    /** Never throws a {@link Refusal}: it is an answer too. */
    Response answer(Request request) throws IOException {
        try {
            String[] path = request.path().split("/", -1);
            String method = request.method().equals("HEAD") ? "GET" : request.method();
            for (Route route : routes) {
                if (route.method().equals(method)) {
                    Optional<Map<String, String>> places = route.match(path);
                    if (places.isPresent()) {
                        return route.handler().answer(request.at(places.get()));
                    }
                }
            }
            throw Refusal.notFound("Not here: " + request.method() + " " + request.path());
        } catch (Refusal refusal) {
            return Response.refusal(refusal);
        }
    }

    private void on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, pattern.split("/", -1), handler));
    }
}
