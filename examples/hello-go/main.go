// hello-go greets whoever the event names.
package main

import (
	"encoding/json"

	"github.com/aws/aws-lambda-go/lambda"
)

type event struct {
	QueryStringParameters map[string]string `json:"queryStringParameters"`
}

type answer struct {
	StatusCode int    `json:"statusCode"`
	Body       string `json:"body"`
}

func handle(e event) (answer, error) {
	name := e.QueryStringParameters["name"]
	if name == "" {
		name = "world"
	}
	body, err := json.Marshal(map[string]string{"hello": name})
	return answer{StatusCode: 200, Body: string(body)}, err
}

func main() {
	lambda.Start(handle)
}
