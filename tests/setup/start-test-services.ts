export default function startTestServices(): void {}
