package dynamolock_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/userpoolclient/userpoolclient/sdk/dynamolock"
)

// silent is a DynamoDB that answers the first request to write and then no beat.
type silent struct {
	writes int
	freed  bool
}

func (s *silent) GetItem(
	context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options),
) (*dynamodb.GetItemOutput, error) {
	return &dynamodb.GetItemOutput{}, nil
}

func (s *silent) UpdateItem(
	ctx context.Context, in *dynamodb.UpdateItemInput, _ ...func(*dynamodb.Options),
) (*dynamodb.UpdateItemOutput, error) {
	s.writes++
	switch {
	case s.writes == 1:
		return &dynamodb.UpdateItemOutput{}, nil
	case *in.UpdateExpression == "SET #beat = :beat":
		<-ctx.Done()
		return nil, ctx.Err()
	}
	s.freed = true
	return &dynamodb.UpdateItemOutput{}, nil
}

// Whoever is done with the lock waits for no beat that is on its way.
func TestReleaseDuringBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := new(silent)
		held, err := dynamolock.New(api, dynamolock.Options{Table: "locks"}).Lock(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(dynamolock.DefaultLease/3 + time.Second)
		synctest.Wait()
		if api.writes != 2 {
			t.Fatalf("%d writes, so no beat is on its way", api.writes)
		}
		start := time.Now()
		held.Release()
		if took := time.Since(start); took > 0 || !api.freed {
			t.Errorf("it took %v; freed: %v", took, api.freed)
		}
	})
}
