// What cloud.google.com/go/storage does against the local Cloud Storage at STORAGE_EMULATOR_HOST.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"
)

const chunk = 256 * 1024

func must(err error) {
	if err != nil {
		log.Fatalf("FAILED: %v", err)
	}
}

func check(right bool, what string) {
	if !right {
		log.Fatalf("FAILED: %s", what)
	}
}

func ok(what string) {
	fmt.Println("ok ", what)
}

func refused(code int, err error) {
	var failure *googleapi.Error
	if !errors.As(err, &failure) || failure.Code != code {
		log.Fatalf("FAILED: expected %d, got %v", code, err)
	}
}

func fault(json string) {
	answer, err := http.Post(os.Getenv("SLUICE_LOCAL_CONTROL")+"/faults", "application/json", strings.NewReader(json))
	must(err)
	check(answer.StatusCode < 300, "the fault was not set: "+answer.Status)
}

func write(ctx context.Context, object *storage.ObjectHandle, data []byte) error {
	writer := object.NewWriter(ctx)
	writer.ChunkSize = chunk
	writer.ContentType = "application/x-data"
	if _, err := writer.Write(data); err != nil {
		return err
	}
	return writer.Close()
}

func read(ctx context.Context, object *storage.ObjectHandle, offset, length int64) []byte {
	reader, err := object.NewRangeReader(ctx, offset, length)
	must(err)
	defer reader.Close()
	data, err := io.ReadAll(reader)
	must(err)
	return data
}

func main() {
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	client, err := storage.NewClient(ctx)
	must(err)
	bucket := client.Bucket("go-demo")
	must(bucket.Create(ctx, "demo", &storage.BucketAttrs{Location: "EU"}))
	attributes, err := bucket.Attrs(ctx)
	must(err)
	check(attributes.Location == "EU", "location "+attributes.Location)
	ok("a bucket is made and shown")

	data := make([]byte, 3*chunk+17)
	rand.New(rand.NewSource(7)).Read(data)
	object := bucket.Object("a/b ü.bin")
	must(write(ctx, object.If(storage.Conditions{DoesNotExist: true}), data))
	check(bytes.Equal(read(ctx, object, 0, -1), data), "other bytes came back")
	check(bytes.Equal(read(ctx, object, 100, 50), data[100:150]), "another range came back")
	check(bytes.Equal(read(ctx, object, -5, -1), data[len(data)-5:]), "another end came back")
	ok("a resumable upload in chunks; read whole and in ranges by the XML API's address")

	refused(412, write(ctx, object.If(storage.Conditions{DoesNotExist: true}), data))
	_, err = bucket.Object("nothing").NewReader(ctx)
	check(errors.Is(err, storage.ErrObjectNotExist), "a missing object is told otherwise")
	shown, err := object.Update(ctx, storage.ObjectAttrsToUpdate{Metadata: map[string]string{"k": "v"}})
	must(err)
	check(shown.Metadata["k"] == "v" && shown.Metageneration == 2, "the metadata was not updated")
	ok("conditions, a missing object, metadata")

	fault(`{"service": "STORAGE", "kind": "answer-lost", "at": "upload.chunk", "times": 1}`)
	must(write(ctx, bucket.Object("lost").If(storage.Conditions{DoesNotExist: true}), data))
	check(bytes.Equal(read(ctx, bucket.Object("lost"), 0, -1), data), "other bytes after a lost answer")
	fault(`{"service": "STORAGE", "kind": "answer-lost", "at": "objects.get", "times": 1, "details": {"bytes": "300000"}}`)
	check(bytes.Equal(read(ctx, bucket.Object("lost"), 0, -1), data), "other bytes after a cut download")
	ok("a lost answer of a chunk and a cut download are recovered")

	_, err = bucket.Object("joined").ComposerFrom(object, bucket.Object("lost")).Run(ctx)
	must(err)
	_, err = bucket.Object("copy").CopierFrom(object).Run(ctx)
	must(err)
	var names []string
	objects := bucket.Objects(ctx, nil)
	for each, err := objects.Next(); err != iterator.Done; each, err = objects.Next() {
		must(err)
		names = append(names, each.Name)
	}
	check(strings.Join(names, ",") == "a/b ü.bin,copy,joined,lost", "listed: "+strings.Join(names, ","))
	for _, name := range names {
		must(bucket.Object(name).Delete(ctx))
	}
	must(bucket.Delete(ctx))
	ok("compose, copy, list, delete")
}
