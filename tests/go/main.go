// Command compose is the judge of what certc writes for Docker Compose: it reads files as Docker Compose v2 does, with the same
// loader, and prints what a container would get. It needs no Docker.
//
//	compose [--env-file FILE]... FILE...    prints the merged project, as `docker compose -f FILE... config --format json` does
//	compose env [--raw] FILE                prints the variables of one env file, as `env_file` reads it
//
// The variables of its own process are those that the files may refer to. Errors go to standard error, with exit status 1.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/docker/cli/pkg/kvfile"
)

// raw is the format of an env file that Docker Compose adds to those of its loader: a line as `docker run --env-file` reads it.
const raw = "raw"

func main() {
	dotenv.RegisterFormat(raw, readRaw)
	out, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(out))
}

func run(arguments []string) ([]byte, error) {
	if len(arguments) > 0 && arguments[0] == "env" {
		return env(arguments[1:])
	}
	return config(arguments)
}

// config prints the merged project. Unlike Docker Compose it does not double the dollar signs: each value is what a container gets.
func config(arguments []string) ([]byte, error) {
	flags := flag.NewFlagSet("compose", flag.ContinueOnError)
	var envFiles []string
	flags.Func("env-file", "read variables from `FILE` rather than from .env next to the first file", func(file string) error {
		envFiles = append(envFiles, file)
		return nil
	})
	if err := flags.Parse(arguments); err != nil {
		return nil, err
	}
	if flags.NArg() == 0 {
		return nil, errors.New("compose: no file")
	}
	// The order and the choice of Docker Compose's `config`: variables of the process come first, then those of the env file.
	options, err := cli.NewProjectOptions(flags.Args(),
		cli.WithInterpolation(true),
		cli.WithResolvedPaths(true),
		cli.WithNormalization(true),
		cli.WithConsistency(true),
		cli.WithDiscardEnvFile,
		cli.WithOsEnv,
		cli.WithEnvFiles(envFiles...),
		cli.WithDotEnv,
		cli.WithProfiles(nil),
		cli.WithName("certc"),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	if err := project.CheckContainerNameUnicity(); err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}

func env(arguments []string) ([]byte, error) {
	flags := flag.NewFlagSet("compose env", flag.ContinueOnError)
	isRaw := flags.Bool("raw", false, "read the file as `format: raw` does")
	if err := flags.Parse(arguments); err != nil {
		return nil, err
	}
	if flags.NArg() != 1 {
		return nil, errors.New("compose env: not one file")
	}
	format := dotenv.DotEnv
	if *isRaw {
		format = raw
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	variables := map[string]string{}
	if err := dotenv.ParseWithFormat(file, file.Name(), variables, os.LookupEnv, format); err != nil {
		return nil, err
	}
	return json.MarshalIndent(variables, "", "  ")
}

func readRaw(file io.Reader, name string, variables map[string]string, lookup func(string) (string, bool)) error {
	lines, err := kvfile.ParseFromReader(file, lookup)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		variables[key] = value
	}
	return nil
}
